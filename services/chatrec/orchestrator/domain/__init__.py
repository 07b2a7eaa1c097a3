"""How a turn walks, what it falls back to, and how the three factors become one score."""
