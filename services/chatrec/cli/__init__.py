"""The `chatrec` command."""
