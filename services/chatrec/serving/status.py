"""The one table between the project's errors and gRPC statuses, read in both directions.

On the wire an error is a google.rpc.Status with one ErrorInfo: `reason` names the class, `domain` is "chatrec",
`metadata` holds the facts (AIP-193).
"""

from typing import Final, cast

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from chatrec.vocabulary.errors import (
    ChatRecError,
    ConflictError,
    DeadlineExceededError,
    InvalidInputError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    UnauthenticatedError,
    UnavailableError,
)

__all__ = ["CODES", "DOMAIN", "code_of", "decode", "encode"]

DOMAIN: Final = "chatrec"

CODES: Final[dict[type[ChatRecError], grpc.StatusCode]] = {
    ChatRecError: grpc.StatusCode.INTERNAL,
    ConflictError: grpc.StatusCode.ABORTED,
    DeadlineExceededError: grpc.StatusCode.DEADLINE_EXCEEDED,
    InvalidInputError: grpc.StatusCode.INVALID_ARGUMENT,
    NotFoundError: grpc.StatusCode.NOT_FOUND,
    OverloadedError: grpc.StatusCode.RESOURCE_EXHAUSTED,
    PermissionDeniedError: grpc.StatusCode.PERMISSION_DENIED,
    UnauthenticatedError: grpc.StatusCode.UNAUTHENTICATED,
    UnavailableError: grpc.StatusCode.UNAVAILABLE,
}
# An error travels in trailers, of which a client takes 8 KB for sure and drops longer ones at random: 300 Chinese
# characters are 2.7 KB as percent escapes and 0.9 KB as they are, ten facts 3.3 KB.
_LONGEST_MESSAGE: Final = 300
_LONGEST_FACT: Final = 100
_MOST_FACTS: Final = 10

_BY_REASON: Final = {error.reason: error for error in CODES}
_BY_CODE: Final = {code: error for error, code in CODES.items()}


def code_of(error: ChatRecError) -> grpc.StatusCode:
    """Return the gRPC code of `error`: that of the nearest class in the table."""
    return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES)


def encode(error: ChatRecError) -> status_pb2.Status:
    """Return `error` as the status that travels: code, sentence and one ErrorInfo with its facts."""
    facts = {name: value[:_LONGEST_FACT] for name, value in list(error.facts.items())[:_MOST_FACTS]}
    info = error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=facts)
    detail = any_pb2.Any()
    detail.Pack(info)
    code: int = code_of(error).value[0]
    return status_pb2.Status(code=code, message=error.message[:_LONGEST_MESSAGE], details=[detail])


def decode(error: grpc.RpcError) -> ChatRecError:
    """Return the error that the server raised, of the same class and with the same facts.

    A status that no Chat-REC server wrote (a connection refused, a proxy, a deadline that passed here) has no
    ErrorInfo; its code alone decides.
    """
    call = cast("grpc.Call", error)  # every RpcError that a call raises is the call itself
    rich = rpc_status.from_call(call)
    for detail in rich.details if rich is not None else ():
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info) and info.domain == DOMAIN:
            return _BY_REASON.get(info.reason, ChatRecError)(str(call.details()), **info.metadata)
    return _BY_CODE.get(call.code(), ChatRecError)(str(call.details()), code=call.code().name)
