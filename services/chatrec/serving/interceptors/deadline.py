"""The stage that gives every call an end and turns away those whose end has come while they waited."""

import math
import time
from contextlib import nullcontext

import grpc

from chatrec.serving.calls import Call
from chatrec.serving.interceptors.around import Stage
from chatrec.vocabulary.errors import DeadlineExceededError

__all__ = ["deadline_stage"]


def deadline_stage(default_s: float) -> Stage:
    """Return the stage: a call without a deadline gets `default_s` from now; an overdue one is not worked on."""
    nothing = nullcontext()

    def enter(call: Call) -> nullcontext[None]:
        if call.deadline_s == math.inf:
            call.deadline_s = call.started_s + default_s
        elif call.deadline_s <= time.perf_counter():
            raise DeadlineExceededError("The deadline passed before the call was begun.")
        if not call.context.is_active():
            call.code = grpc.StatusCode.CANCELLED
            raise DeadlineExceededError("The caller has left.")
        return nothing

    return enter
