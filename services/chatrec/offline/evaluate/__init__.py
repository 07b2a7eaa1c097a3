"""The evaluation harness: every table from one command, on a CPU, with intervals and trivial rows beside it."""
