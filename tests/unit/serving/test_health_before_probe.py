"""Health between the first packet and the first probe."""

from concurrent import futures

import grpc

from chatrec.serving.check import serves
from chatrec.serving.health import Health


def test_a_server_whose_first_probe_has_not_passed_yet_is_not_serving() -> None:
    server = grpc.server(futures.ThreadPoolExecutor(1))
    health = Health(lambda: None, interval_s=60.0, timeout_s=1.0, report=lambda _: None)
    health.attach(server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        assert not serves(f"127.0.0.1:{port}")
        health.start(())
        assert serves(f"127.0.0.1:{port}")
    finally:
        health.stop()
        server.stop(0).wait()
        health.close()


def test_what_does_not_listen_does_not_serve() -> None:
    assert not serves("127.0.0.1:1", timeout_s=0.2)
