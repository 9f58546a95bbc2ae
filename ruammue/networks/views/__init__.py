"""Pages of this room, by subject: networks, seats, invitations, partners."""
