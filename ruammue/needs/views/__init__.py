"""Pages of this room, by whom they are for: telling (villagers), needs and matters (workers), calls (the office)."""
