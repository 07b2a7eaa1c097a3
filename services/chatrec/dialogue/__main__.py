"""Composition root of the dialogue service."""

import logging
import os
from datetime import UTC, datetime

from chatrec.dialogue.adapters import SHIPPED_HEAD, ActHead, load_act_head, load_schemas
from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.dialogue.servicer import DialogueServicer
from chatrec.dialogue.settings import SERVICE, Settings
from chatrec.dialogue.v1.dialogue_pb2_grpc import add_DialogueServiceServicer_to_server
from chatrec.serving import Probe, log_event, read_settings, serve
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

    return DialogueServicer(interpreter, Speaker(catalogues)), probe


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
