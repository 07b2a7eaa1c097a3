"""Simulated people as they talk: what they wish, how they say it, and how they take a reply."""
