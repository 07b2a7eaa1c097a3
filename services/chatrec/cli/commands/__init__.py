"""One module a command: `add` declares it, `run` does it and gives the exit code."""
