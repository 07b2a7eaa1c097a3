"""Domain packs: the words of a domain, shipped as data in `chatrec.domains`."""

import hashlib
from importlib import resources
from importlib.resources.abc import Traversable

__all__ = ["domain_names", "pack_text", "packs_digest"]

_PACK = "pack.yaml"


def _packs() -> dict[str, Traversable]:
    root = resources.files("chatrec").joinpath("domains")
    if not root.is_dir():
        return {}
    return {entry.name: entry.joinpath(_PACK) for entry in root.iterdir() if entry.joinpath(_PACK).is_file()}


def domain_names() -> tuple[str, ...]:
    """List the domains that have a pack."""
    return tuple(sorted(_packs()))


def pack_text(domain: str) -> str | None:
    """Give the YAML of a domain's pack, None where there is none."""
    pack = _packs().get(domain)
    return None if pack is None else pack.read_text(encoding="utf-8")


def packs_digest() -> str:
    """Give a digest that changes with any pack."""
    digest = hashlib.sha256()
    for name, pack in sorted(_packs().items()):
        digest.update(f"{name} {hashlib.sha256(pack.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
