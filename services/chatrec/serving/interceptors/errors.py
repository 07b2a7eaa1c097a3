"""The stage that turns what a handler raises into a status, and a bug into INTERNAL without detail."""

import logging
from types import TracebackType
from typing import Final

import grpc
from grpc_status import rpc_status

from chatrec.serving import status
from chatrec.serving.calls import Call
from chatrec.serving.interceptors.around import Stage
from chatrec.serving.logs import log_event
from chatrec.vocabulary.errors import ChatRecError

__all__ = ["errors_stage"]

_LOGGER: Final = logging.getLogger(__name__)


def errors_stage() -> Stage:
    """Return the stage. A ChatRecError becomes its status (see `status`), anything else is logged with its trace."""
    return _Errors


class _Errors:
    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        self._call = call

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, GeneratorExit):  # a reply stream that nobody reads on is no failure
            return
        if not isinstance(error, ChatRecError):
            log_event(
                _LOGGER, logging.ERROR, "bug", failed=error, method=self._call.method, request_id=self._call.request_id
            )
            error = ChatRecError("Internal error.", request_id=self._call.request_id)
        if self._call.code is grpc.StatusCode.OK:
            self._call.code = status.code_of(error)
        self._call.context.abort_with_status(rpc_status.to_status(status.encode(error)))
