"""Check that no proto breaks the contract of the main branch; say so and pass where main has none yet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_BUF = Path(sys.executable).with_name("buf")


def main() -> int:
    """Return the exit status of `buf breaking` against the first of `main`, `origin/main` that holds protos."""
    for branch in ("origin/main", "main"):
        found = subprocess.run(  # noqa: S603
            ["git", "rev-parse", "--verify", "--quiet", f"{branch}:protos"],  # noqa: S607
            cwd=_ROOT,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if found.returncode == 0:
            against = f".git#ref={branch},subdir=protos"
            return subprocess.run([_BUF, "breaking", "--against", against], cwd=_ROOT, check=False).returncode  # noqa: S603
    sys.stdout.write("buf breaking: the main branch holds no protos yet.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
