"""Wishes: what the stating clauses of an utterance want, do not want and require."""
