"""The project's words: frozen dataclasses, errors, and in `wire` the only map between them and protobuf."""
