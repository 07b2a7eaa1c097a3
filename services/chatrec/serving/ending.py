"""How a process ends that was given what can never work: one line on stderr and the code 2, as a command does."""

import sys
from collections.abc import Callable

from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, one_line

__all__ = ["BAD_INPUT", "exit_code_of"]

BAD_INPUT = 2
"""The exit code of bad settings: starting again will not help."""


def exit_code_of(main: Callable[[], None]) -> int:
    """Run a service and give its exit code; any other error is a bug or a passing fault, and keeps its traceback."""
    try:
        main()
    except (InvalidInputError, NotFoundError) as error:
        print(one_line(error), file=sys.stderr)  # noqa: T201 - there is no log yet: the settings say where it goes
        return BAD_INPUT
    return 0
