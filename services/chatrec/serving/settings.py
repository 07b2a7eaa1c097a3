"""Settings: one frozen dataclass per process, read once from its environment variables.

A field `max_batch: int = 32` of the service `encoder` is read from `CHATREC_ENCODER_MAX_BATCH`. A variable with the
service's prefix that names no field is an error, and so is a value of the wrong type: nothing is ignored in silence.
"""

import dataclasses
import difflib
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["ServingSettings", "Settings", "prefix_of", "read_settings", "secret", "shared"]

S = TypeVar("S", bound="Settings")

_TRUTH: Final = {
    "true": True,
    "1": True,
    "yes": True,
    "on": True,
    "false": False,
    "0": False,
    "no": False,
    "off": False,
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What settings classes inherit from: it promises that they are made of typed, defaulted fields."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ServingSettings(Settings):
    """What every gRPC process takes; a service's own Settings adds to it and sets its port.

    Attributes:
        host: Address to listen on, or `unix:/path` (then `port` is not used).
        port: Port to listen on; 0 takes a free one.
        threads: Calls worked on at a time.
        queue: Calls that may wait for a thread; one more is answered RESOURCE_EXHAUSTED at once.
        max_message_bytes: Largest message taken or sent.
        default_deadline_s: Time given to a call that brings no deadline.
        drain_s: Time for running calls to end after SIGTERM.
        probe_interval_s: Time between two checks of health.
        probe_timeout_s: A check that takes longer has failed.
        workers: Processes that share the port by SO_REUSEPORT.
        share_port: Listen with SO_REUSEPORT though this is the only worker known here (set for workers by the first).
        stop_with_stdin: Drain when standard input closes, so that no process outlives the one that started it.
        health_port: Second port that answers health checks only and is never overloaded; 0 for none.
        metrics_port: Port of Prometheus metrics; 0 for none. Worker n listens n ports higher.
        log_level: DEBUG, INFO, WARNING or ERROR.
        tls_certificate: PEM chain of this server; together with `tls_key` it turns TLS on.
        tls_key: PEM key of this server.
        tls_client_ca: PEM of the authority that signs clients; turns mutual TLS on.
        otlp_endpoint: Where OpenTelemetry traces go (`CHATREC_OTLP_ENDPOINT`, for all services); empty for nowhere.
    """

    host: str = "127.0.0.1"
    port: int = 0
    threads: int = 8
    queue: int = 64
    max_message_bytes: int = 16 * 2**20
    default_deadline_s: float = 10.0
    drain_s: float = 9.0
    probe_interval_s: float = 1.0
    probe_timeout_s: float = 5.0
    workers: int = 1
    share_port: bool = False
    stop_with_stdin: bool = False
    health_port: int = 0
    metrics_port: int = 0
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_client_ca: Path | None = None
    otlp_endpoint: str = dataclasses.field(default="", metadata={"variable": "CHATREC_OTLP_ENDPOINT"})

    def __post_init__(self) -> None:
        """Refuse values that contradict each other."""
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise InvalidInputError("TLS needs both TLS_CERTIFICATE and TLS_KEY.")
        if self.tls_client_ca is not None and self.tls_certificate is None:
            raise InvalidInputError("TLS_CLIENT_CA needs TLS_CERTIFICATE and TLS_KEY.")
        if self.workers > 1 and (self.port == 0 or self.host.startswith("unix:")):
            raise InvalidInputError("Several WORKERS need a PORT to share.", workers=self.workers)
        for name in ("threads", "workers", "max_message_bytes"):
            if getattr(self, name) < 1:
                raise InvalidInputError(f"{name.upper()} must be at least 1.", value=getattr(self, name))


def secret() -> Any:  # noqa: ANN401 - as dataclasses.field: the field's own annotation is its type
    """Declare a text field that is empty by default, never printed, and may be given as a file: `<VARIABLE>_FILE`."""
    return dataclasses.field(default="", repr=False, metadata={"secret": True})


def shared(variable: str, default: str = "") -> Any:  # noqa: ANN401
    """Declare a text field read from `variable`, which several services share, in place of the service's own."""
    return dataclasses.field(default=default, metadata={"variable": variable})


def prefix_of(service: str) -> str:
    """Return the prefix of the variables of `service`: `CHATREC_ENCODER_` for `encoder`."""
    return f"CHATREC_{service.upper()}_"


def read_settings(kind: type[S], service: str, environment: Mapping[str, str]) -> S:
    """Read the settings of `service` out of `environment` (pass `os.environ`).

    Raises:
        InvalidInputError: a variable is unknown, has a value of the wrong type, or contradicts another; all of them
            are named in the message.
    """
    prefix, hints = prefix_of(service), typing.get_type_hints(kind)
    values: dict[str, object] = {}
    problems: list[str] = []
    known: set[str] = set()
    for field in dataclasses.fields(kind):
        variable = field.metadata.get("variable", prefix + field.name.upper())
        known.add(variable)
        try:
            if variable in environment:
                values[field.name] = _parse(environment[variable], hints[field.name])
            if field.metadata.get("secret"):
                known.add(f"{variable}_FILE")
                if f"{variable}_FILE" in environment:
                    values[field.name] = Path(environment[f"{variable}_FILE"]).read_text(encoding="utf-8").strip()
        except (ValueError, OSError) as error:
            problems.append(f"{variable}: {error}")
    problems += [_unknown(name, known) for name in sorted(environment) if name.startswith(prefix) and name not in known]
    if problems:
        raise InvalidInputError(" ".join(f"{problem}." for problem in problems), service=service)
    try:
        return kind(**values)
    except InvalidInputError as error:
        raise InvalidInputError(f"{prefix}*: {error.message}", **error.facts) from error


def _unknown(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{name}: no such setting" + (f", did you mean {near[0]}" if near else "")


def _parse(text: str, hint: Any) -> object:  # noqa: ANN401 - a type annotation can be of any type
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _parse(text, arguments[0]) if text else None
    if origin is tuple:
        return tuple(_parse(part.strip(), arguments[0]) for part in text.split(",") if part.strip())
    if origin is Literal:
        return _one_of(text, arguments)
    return _PARSERS[hint](text)


def _one_of(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        message = f'"{text}" is not one of {", ".join(choices)}'
        raise ValueError(message)
    return text


def _truth(text: str) -> bool:
    try:
        return _TRUTH[text.lower()]
    except KeyError:
        message = f'"{text}" is not true or false'
        raise ValueError(message) from None


def _number(kind: type[int | float], name: str) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            return kind(text)
        except ValueError:
            message = f'"{text}" is not {name}'
            raise ValueError(message) from None

    return parse


_PARSERS: Final[dict[type, Callable[[str], object]]] = {
    str: str,
    bool: _truth,
    int: _number(int, "a whole number"),
    float: _number(float, "a number"),
    Path: Path,
}
