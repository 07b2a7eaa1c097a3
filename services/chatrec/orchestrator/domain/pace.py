"""How fast one user may send events: so many within a minute, counted in the memory of this process."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from chatrec.vocabulary.errors import OverloadedError

__all__ = ["Pace"]

_WINDOW_S: Final = 60.0
_USERS: Final = 10_000
"""Users that are counted; those who sent last stay longest."""


class Pace:
    """Counts events by user and minute. Safe for threads."""

    def __init__(self, a_minute: int, clock: Callable[[], float]) -> None:
        """Keep the limit, and a clock in seconds."""
        self._a_minute = a_minute
        self._clock = clock
        self._sent: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, user: str) -> None:
        """Count an event of a user.

        Raises:
            OverloadedError: they sent too many within this minute; it says when more are taken.
        """
        now_s = self._clock()
        with self._lock:
            begun_s, sent = self._sent.pop(user, (now_s, 0))
            if now_s - begun_s >= _WINDOW_S:
                begun_s, sent = now_s, 0
            self._sent[user] = (begun_s, sent + 1)
            if len(self._sent) > _USERS:
                self._sent.popitem(last=False)
        if sent >= self._a_minute:
            raise OverloadedError(
                f"At most {self._a_minute} events a minute are taken from one user.",
                retry_after_s=round(begun_s + _WINDOW_S - now_s, 1),
            )
