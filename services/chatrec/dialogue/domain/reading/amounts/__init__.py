"""Amounts: numbers, dates, durations and scores, and which facet each one speaks of."""
