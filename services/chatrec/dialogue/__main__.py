"""Composition root of the dialogue service."""

import logging
import os
import time
from datetime import UTC, datetime

from chatrec.dialogue.adapters import SHIPPED_HEAD, ActHead, EndpointGenerator, load_act_head, load_schemas
from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.generating import Guard, Limits, Outcome, Rewording, SecondReader
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.dialogue.servicer import DialogueServicer
from chatrec.dialogue.settings import SERVICE, Settings
from chatrec.dialogue.v1.dialogue_pb2_grpc import add_DialogueServiceServicer_to_server
from chatrec.serving import CompletionClient, Endpoint, Probe, log_event, read_settings, serve
from chatrec.vocabulary.conversation import Utterance
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["build", "choose_head", "main"]

_LOGGER = logging.getLogger(__name__)


def main() -> None:
    """Serve dialogue until told to stop."""
    settings = read_settings(Settings, SERVICE, os.environ)
    servicer, probe = build(settings)
    serve(SERVICE, settings, lambda server: add_DialogueServiceServicer_to_server(servicer, server), probe)


def build(settings: Settings) -> tuple[DialogueServicer, Probe]:
    """Wire the service; the probe raises UnavailableError while no catalogue is loaded."""
    catalogues = Catalogues(load_schemas(settings.schemas))
    interpreter = Interpreter(catalogues, choose_head(settings), today=lambda: datetime.now(UTC).date())

    def probe() -> None:
        if not len(catalogues):
            raise UnavailableError("No catalogue is loaded.")
        interpreter.interpret(Utterance("hello"))

    guard = guard_generator(settings)
    if guard is None:
        return DialogueServicer(interpreter, Speaker(catalogues)), probe
    return DialogueServicer(SecondReader(interpreter, catalogues, guard), Speaker(catalogues, Rewording(guard))), probe


def guard_generator(settings: Settings) -> Guard | None:
    """Put the language model behind its budget and its breaker; None where none is set."""
    if not settings.llm_url:
        return None
    client = CompletionClient(Endpoint(settings.llm_url, settings.llm_model, settings.llm_key), settings.threads)
    generator = EndpointGenerator(client, settings.llm_timeout_ms / 1000)
    limits = Limits(settings.llm_budget, settings.llm_failures)
    return Guard(generator, limits, time.monotonic, _tell)


def _tell(outcome: Outcome) -> None:
    level = logging.INFO if outcome is Outcome.TAKEN else logging.WARNING
    log_event(_LOGGER, level, "generator", outcome=outcome.value)


def choose_head(settings: Settings) -> ActHead | None:
    """Load the act head, and say so where it is not of the encoder in use and therefore stays unused."""
    head = load_act_head(settings.head or SHIPPED_HEAD)
    if settings.encoder_model and settings.encoder_model != head.encoder_model:
        log_event(
            _LOGGER,
            logging.WARNING,
            "act head unused",
            trained_on=head.encoder_model,
            encoder=settings.encoder_model,
        )
        return None
    return head


if __name__ == "__main__":
    main()
