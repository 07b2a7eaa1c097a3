"""The only map between protobuf messages and the project's dataclasses.

`X(message)` reads a message, `X_message(plain)` writes one.
"""
