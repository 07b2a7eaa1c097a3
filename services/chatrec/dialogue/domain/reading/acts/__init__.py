"""Acts: what an utterance does: asks, answers, chooses, turns to another topic."""
