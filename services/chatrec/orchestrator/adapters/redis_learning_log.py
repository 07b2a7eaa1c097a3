"""The learning log in a Redis Stream: what was decided and what happened, as it was heard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote

import redis

from chatrec.orchestrator.adapters.learning_log import entry_id
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.learning import Entry, entry_text

__all__ = ["RedisLearningLog"]

_STREAM: Final = "chatrec:{learning}:entries"
_KNOWN: Final = "chatrec:{learning}:ids"


class RedisLearningLog:
    """A LearningLog in a stream that keeps the last `max_entries`; all of its keys are of one hash slot."""

    def __init__(self, client: Any, *, max_entries: int, keep_s: int, clock: Callable[[], float]) -> None:  # noqa: ANN401
        """Keep the client; entries go after `keep_s` seconds at the latest, `clock` gives Unix seconds."""
        self._client = client
        self._max_entries = max_entries
        self._keep_s = keep_s
        self._clock = clock
        script = files("chatrec.orchestrator.adapters").joinpath("lua", "learn.lua").read_text("utf-8")
        self._append = client.register_script(script)

    def append(self, entry: Entry, user_id: str) -> bool:
        """Append an entry; False where it is in the log already.

        Raises:
            UnavailableError: the server does not answer.
        """
        facts = (entry_id(entry), entry_text(entry), self._clock(), self._max_entries, self._keep_s, user_id)
        with _answering():
            return bool(self._append(keys=[_KNOWN, _STREAM, _user_key(user_id)], args=facts))

    def erase(self, user_id: str) -> int:
        """Erase what a user decided and did; give the number of entries.

        Raises:
            UnavailableError: the server does not answer.
        """
        with _answering():
            places = self._client.zrange(_user_key(user_id), 0, -1)
            erased = self._client.xdel(_STREAM, *places) if places else 0
            # The places last: where the server is lost in between, erasing again finds what is left.
            self._client.delete(_user_key(user_id))
            return int(erased)


def _user_key(user_id: str) -> str:
    return f"chatrec:{{learning}}:places:{quote(user_id, safe='')}"


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise UnavailableError("The learning log does not answer.", part="learning") from error
