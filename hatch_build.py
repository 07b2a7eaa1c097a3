"""Generate the protobuf and gRPC stubs of every Chat-REC package from `protos/`.

Hatchling calls `StubsHook` before it packs a wheel (editable ones too), so that `pip install .` alone gives a working
package. `python hatch_build.py` (`make proto`) calls the same function in place. The stubs land in
`services/chatrec/<package>/v1`: the Python path equals the proto package, so no import is ever repaired.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_ROOT = Path(__file__).resolve().parent
_PLUGINS = ("protoc-gen-mypy", "protoc-gen-mypy_grpc")


class StubsHook(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook: stubs first, then the files are collected."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Generate the stubs; `version` ("standard" or "editable") and `build_data` are left as they are."""
        del version, build_data
        generate_stubs(Path(self.root))


def generate_stubs(root: Path) -> list[Path]:
    """Write the stubs of all `root/protos/chatrec/**/*.proto` under `root/services` and return their `v1` folders.

    They are made aside and then swapped in: nothing of a removed proto survives, and a refused proto changes nothing.

    Raises:
        RuntimeError: protoc or one of its plug-ins refused; protoc's own message is on stderr.
    """
    protos, services = root / "protos", root / "services"
    sources = sorted(protos.glob("chatrec/**/*.proto"))
    if not sources:
        message = f"No .proto files under {protos}."
        raise RuntimeError(message)
    packages = sorted({source.parent.relative_to(protos) for source in sources})
    with tempfile.TemporaryDirectory(dir=root) as scratch:  # the same file system, so that a rename is enough
        _run_protoc(protos, Path(scratch), sources)
        for package in packages:
            _mark_as_package(Path(scratch) / package)
        for stale in services.glob("chatrec/*/v1"):
            shutil.rmtree(stale)
        for package in packages:
            (services / package).parent.mkdir(parents=True, exist_ok=True)
            (Path(scratch) / package).rename(services / package)
    return [services / package for package in packages]


def _mark_as_package(folder: Path) -> None:
    names = ", ".join(sorted(path.stem for path in folder.glob("*.py")))
    text = f'"""Stubs generated from `protos/` by `hatch_build.py`: {names}."""\n'
    (folder / "__init__.py").write_text(text, encoding="utf-8")


def _run_protoc(protos: Path, target: Path, sources: list[Path]) -> None:
    # Imported here: hatchling must be able to load this file before the build requirements are there.
    from grpc_tools import protoc  # noqa: PLC0415

    well_known = Path(protoc.__file__).parent / "_proto"
    options = [f"--proto_path={protos}", f"--proto_path={well_known}"]
    options += [f"--plugin={name}={_plugin(name)}" for name in _PLUGINS]
    options += [f"--{kind}_out={target}" for kind in ("python", "grpc_python", "mypy", "mypy_grpc")]
    if protoc.main(["protoc", *options, *map(str, sources)]) != 0:
        message = "protoc failed; its message is above."
        raise RuntimeError(message)


def _plugin(name: str) -> str:
    # An isolated build puts scripts on PATH, a virtual environment that is not activated only beside its interpreter.
    places = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    found = shutil.which(name, path=places)
    if found is None:
        message = f"{name} is missing: install mypy-protobuf."
        raise RuntimeError(message)
    return found


if __name__ == "__main__":
    for made in generate_stubs(_ROOT):
        sys.stdout.write(f"{made.relative_to(_ROOT)}\n")
