"""Every package keeps its promises to the one who imports it."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import chatrec
from tests.servers.python import output_of

PACKAGES = sorted(
    module.name
    for module in pkgutil.walk_packages(chatrec.__path__, "chatrec.")
    if module.ispkg and not module.name.endswith(".v1") and not module.name.startswith("chatrec.offline")
)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_name_that_a_package_offers_is_there(name: str) -> None:
    package = importlib.import_module(name)
    offered = getattr(package, "__all__", [])
    assert sorted(set(offered)) == sorted(offered)
    assert all(hasattr(package, public) for public in offered)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_says_what_it_is(name: str) -> None:
    assert importlib.import_module(name).__doc__


def test_serving_pulls_in_no_training() -> None:
    script = f"""
import importlib, sys
for name in {PACKAGES!r}:
    importlib.import_module(name)
print(sorted({{"torch", "transformers", "stable_baselines3", "gymnasium", "peft"}} & set(sys.modules)))
"""
    assert output_of(script) == "[]\n"
