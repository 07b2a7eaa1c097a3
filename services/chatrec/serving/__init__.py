"""What every gRPC process needs, once: server, health, errors, deadlines, logs, metrics, traces, channels, settings.

A service's `__main__` reads its settings, wires its parts and calls `serve`. This package knows no service.
"""

from chatrec.serving.calls import current_call, remaining_s
from chatrec.serving.channels import ClientTls, channel
from chatrec.serving.completions import CompletionClient, Endpoint
from chatrec.serving.ending import BAD_INPUT, exit_code_of
from chatrec.serving.logs import log_event, start_logging
from chatrec.serving.metrics import Metrics
from chatrec.serving.server import Probe, Register, Server, serve
from chatrec.serving.settings import ServingSettings, Settings, read_settings, secret, shared
from chatrec.serving.status import decode, encode

__all__ = [
    "BAD_INPUT",
    "ClientTls",
    "CompletionClient",
    "Endpoint",
    "Metrics",
    "Probe",
    "Register",
    "Server",
    "ServingSettings",
    "Settings",
    "channel",
    "current_call",
    "decode",
    "encode",
    "exit_code_of",
    "log_event",
    "read_settings",
    "remaining_s",
    "secret",
    "serve",
    "shared",
    "start_logging",
]
