"""Replies held against the catalogue: whatever they claim has to be written there or said by the user."""
