"""Grows a catalogue's graph from what its texts and documents say, each new triple with its evidence."""

__all__: list[str] = []
