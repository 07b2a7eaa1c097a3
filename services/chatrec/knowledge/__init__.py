"""Turns preferences into ranked items with true paths through a knowledge graph; never talks to users."""
