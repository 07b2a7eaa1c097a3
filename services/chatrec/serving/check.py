"""Asks whether a server serves: `python -m chatrec.serving.check HOST:PORT` exits 0 where it does; for containers."""

import sys

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

__all__ = ["main", "serves"]


def serves(target: str, *, timeout_s: float = 1.0) -> bool:
    """Tell whether the server at `target` answers that it serves."""
    with grpc.insecure_channel(target) as channel:
        try:
            reply = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=timeout_s)
        except grpc.RpcError:
            return False
    return bool(reply.status == health_pb2.HealthCheckResponse.SERVING)


def main(arguments: list[str]) -> int:
    """Check the server named first."""
    return 0 if serves(arguments[0], timeout_s=3.0) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
