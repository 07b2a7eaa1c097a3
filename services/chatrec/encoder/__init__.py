"""The encoder service: turns texts into unit vectors. It never keeps a text, calls no other service, and trains nothing."""
