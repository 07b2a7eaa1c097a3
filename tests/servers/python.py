"""This Python in a process of its own, whether or not the package is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment with `more`, in which `chatrec` and `tests` can be imported."""
    return os.environ | more | {"PYTHONPATH": f"{ROOT / 'services'}{os.pathsep}{ROOT}"}


def output_of(script: str) -> str:
    """Run `script` and return what it printed."""
    command = [sys.executable, "-c", script]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=True).stdout
