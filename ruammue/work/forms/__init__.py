"""The shape of what people type about work. Forms never save."""
