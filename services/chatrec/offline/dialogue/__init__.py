"""Training of what the dialogue service learns: the act head."""
