"""The encoder service: turns texts into unit vectors. It never keeps a text, calls another service, or trains."""
