"""The knowledge service as a process: `python -m chatrec.knowledge`."""

import gc
import os

from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.servicer import KnowledgeServicer
from chatrec.knowledge.settings import Settings
from chatrec.knowledge.v1.knowledge_pb2_grpc import add_KnowledgeServiceServicer_to_server
from chatrec.serving import read_settings, serve

__all__ = ["main"]


def main() -> None:
    """Load the snapshots, make them ready for reasoning, and serve until SIGTERM."""
    settings = read_settings(Settings, "knowledge", os.environ)
    reasoner = Reasoner(SnapshotFolder(folder).load() for folder in settings.snapshots)
    gc.freeze()  # snapshots stay for good: the collector need not walk their many names again and again
    servicer = KnowledgeServicer(reasoner)
    serve(
        "knowledge",
        settings,
        lambda server: add_KnowledgeServiceServicer_to_server(servicer, server),
        reasoner.check,
    )


if __name__ == "__main__":
    main()
