"""TLS and mutual TLS, with certificates made here."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import TYPE_CHECKING

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chatrec.serving import ClientTls, ServingSettings
from tests.servers.in_process import running
from tests.unit.serving.echo import echo, once

if TYPE_CHECKING:
    from pathlib import Path


class Authority:
    """Signs certificates that live for an hour and keeps them in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._build(self._name, self._key, authority=True)
        self.path = self._keep(f"{name}.pem", certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str) -> tuple[Path, Path]:
        """Return the paths of a new certificate for 127.0.0.1 and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._build(subject, key, authority=False)
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = certificate.public_bytes(serialization.Encoding.PEM)
        return self._keep(f"{name}.pem", public), self._keep(f"{name}.key", secret)

    def _build(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        local = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(minutes=5))
            .not_valid_after(now + dt.timedelta(hours=1))
            .add_extension(local, critical=False)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def _keep(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        path.write_bytes(content)
        return path


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "authority")


def test_a_tls_server_is_reached_by_a_client_that_trusts_it_and_by_no_plain_one(authority: Authority) -> None:
    certificate, key = authority.issue("server")
    settings = ServingSettings(tls_certificate=certificate, tls_key=key, drain_s=1.0)
    with running(echo(), settings=settings, tls=ClientTls(authority=authority.path)) as (server, client):
        assert once(client)(b"a") == b"a"
        with grpc.insecure_channel(server.address) as plain, pytest.raises(grpc.RpcError):
            once(plain)(b"a", timeout=1)


def test_mutual_tls_lets_in_only_clients_of_the_authority(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.issue("server")
    settings = ServingSettings(tls_certificate=certificate, tls_key=key, tls_client_ca=authority.path, drain_s=1.0)
    known, known_key = authority.issue("client")
    (tmp_path / "other").mkdir()
    stranger, stranger_key = Authority(tmp_path / "other", "stranger").issue("client")
    good = ClientTls(authority=authority.path, certificate=known, key=known_key)
    with running(echo(), settings=settings, tls=good) as (_, client):
        assert once(client)(b"a") == b"a"
    for bad in (
        ClientTls(authority=authority.path),
        ClientTls(authority=authority.path, certificate=stranger, key=stranger_key),
    ):
        with running(echo(), settings=settings, tls=bad) as (_, client), pytest.raises(grpc.RpcError) as caught:
            once(client)(b"a", timeout=2)
        assert caught.value.code() in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}


def test_the_expected_server_name_can_be_given(authority: Authority) -> None:
    certificate, key = authority.issue("server")
    settings = ServingSettings(tls_certificate=certificate, tls_key=key, drain_s=1.0)
    wrong = ClientTls(authority=authority.path, server_name="somebody.else")
    with running(echo(), settings=settings, tls=wrong) as (_, client), pytest.raises(grpc.RpcError):
        once(client)(b"a", timeout=1)
