"""The knowledge service as a process: `python -m chatrec.knowledge`."""

import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from chatrec.knowledge.adapters.delta_watch import WAIT_S, Reports, Watch
from chatrec.knowledge.adapters.graph_store_opening import open_graph_store, within
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.adapters.weights_file import read_weights
from chatrec.knowledge.domain.live import Live
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.reasoning.choosing import PathTaste
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.servicer import KnowledgeServicer
from chatrec.knowledge.settings import Settings
from chatrec.knowledge.v1.knowledge_pb2_grpc import add_KnowledgeServiceServicer_to_server
from chatrec.serving import Metrics, Probe, exit_code_of, read_settings, serve

__all__ = ["main"]


def main() -> None:
    """Load the snapshots, make them ready for reasoning, and serve until SIGTERM."""
    settings = read_settings(Settings, "knowledge", os.environ)
    folders = [SnapshotFolder(folder) for folder in settings.snapshots]
    snapshots = [folder.load() for folder in folders]
    weights = read_weights(settings.weights, snapshots) if settings.weights else Weights()
    taste = PathTaste(settings.path_recency, settings.path_popularity, settings.path_variety)
    reasoner = Reasoner(snapshots, replace(weights, taste=taste), [folder.index() for folder in folders])
    gc.freeze()  # snapshots stay for long: the collector need not walk their many names again and again
    servicer = KnowledgeServicer(reasoner)
    metrics = Metrics("knowledge")
    with _kept_up_to_date(reasoner, settings, metrics) as check:
        serve(
            "knowledge",
            settings,
            lambda server: add_KnowledgeServiceServicer_to_server(servicer, server),
            check,
            metrics=metrics,
        )


@contextmanager
def _kept_up_to_date(reasoner: Reasoner, settings: Settings, metrics: Metrics) -> Iterator[Probe]:
    """Follow the system of record in the background, where there is one, and give the probe of it all."""
    if not settings.store:
        yield reasoner.check
        return
    user, password, tenant = settings.store_user, settings.store_password, settings.tenant
    reports = Reports(metrics.registry)
    with ExitStack() as opened:
        lives = {}
        for name in [schema.name for schema in reasoner.schemas()]:
            url = within(settings.store, name)
            store = opened.enter_context(open_graph_store(url, name, user=user, password=password, tenant=tenant))
            stream = None
            if settings.deltas:
                # 20 MB of client that only followed deltas need.
                from chatrec.knowledge.adapters.delta_stream import RedisDeltaStream, open_redis  # noqa: PLC0415

                client = opened.enter_context(open_redis(settings.deltas, settings.deltas_password, wait_s=WAIT_S))
                stream = RedisDeltaStream(client, name, tenant)
            lives[name] = Live(reasoner, store, stream, catalogue=name, report=reports.of(name), clock=time.monotonic)
        watch = Watch(lives, reasoner.refresh_names)
        watch.start()
        opened.callback(watch.stop)

        def check() -> None:
            reasoner.check()
            watch.check()

        yield check


if __name__ == "__main__":
    sys.exit(exit_code_of(main))
