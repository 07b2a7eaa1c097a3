"""The encoder as a process: `python -m chatrec.encoder`."""

import os

from chatrec.encoder.adapters import load_model
from chatrec.encoder.domain import Engine
from chatrec.encoder.servicer import EncoderServicer
from chatrec.encoder.settings import Settings
from chatrec.encoder.v1.encoder_pb2_grpc import add_EncoderServiceServicer_to_server
from chatrec.serving import Metrics, read_settings, serve

__all__ = ["main"]


def main() -> None:
    """Load the model, start its engine, and serve until SIGTERM."""
    settings = read_settings(Settings, "encoder", os.environ)
    metrics = Metrics("encoder")
    model = load_model(settings.model_folder(), settings.runtime())
    with Engine(model, settings.limits(), on_batch=metrics.observe_batch) as engine:
        metrics.watch_queue("texts", engine.waiting)
        servicer = EncoderServicer(engine)
        serve(
            "encoder",
            settings,
            lambda server: add_EncoderServiceServicer_to_server(servicer, server),
            engine.check,
            metrics=metrics,
        )


if __name__ == "__main__":
    main()
