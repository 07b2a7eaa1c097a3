"""Teaches the encoder paraphrases: low-rank changes, learned from texts written for this project."""
