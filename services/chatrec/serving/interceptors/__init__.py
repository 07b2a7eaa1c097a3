"""What stands around every call: request id and deadline, errors, and the record of how it went."""

from chatrec.serving.interceptors.around import Around, Stage
from chatrec.serving.interceptors.deadline import deadline_stage
from chatrec.serving.interceptors.errors import errors_stage
from chatrec.serving.interceptors.record import record_stage

__all__ = ["Around", "Stage", "deadline_stage", "errors_stage", "record_stage"]
