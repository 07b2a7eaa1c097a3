"""Conversations with what a user would want of each turn, played against a running system."""
