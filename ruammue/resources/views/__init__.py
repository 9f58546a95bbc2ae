"""HTTP in, one act, HTTP out: the board, lines, promises and deliveries, offers, papers."""
