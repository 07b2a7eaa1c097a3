"""Dialogue: words to a reading and the state after it, a move to words. It never ranks, decides or remembers."""
