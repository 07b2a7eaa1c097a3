"""Prints the resident memory, in MB, of a process that holds the encoder service and has encoded the retrieval set.

Run it as `python -m chatrec.offline.bench.encoder_memory FOLDER`.
"""

import sys
from pathlib import Path

from chatrec.encoder.adapters import RuntimeOptions, load_model
from chatrec.encoder.domain import Engine, EngineLimits, Role
from chatrec.encoder.servicer import EncoderServicer
from chatrec.offline.bench.retrieval import cases

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Load the artefact in the folder named first, work, and print."""
    model = load_model(Path(arguments[0]), RuntimeOptions())
    with Engine(model, EngineLimits()) as engine:
        EncoderServicer(engine)  # with it, gRPC and all that serving needs is in memory, as in the real process
        engine.submit([case.passage for case in cases()], Role.PASSAGE).wait(60.0)
        sys.stdout.write(f"{resident_mb():.1f}\n")
    return 0


def resident_mb() -> float:
    """Read this process's resident memory from the kernel."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return float("nan")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
