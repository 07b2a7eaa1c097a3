"""Preferences to items with paths: walks, scores, filters, explanations."""
