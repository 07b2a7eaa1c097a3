"""Programs that some tests need and pip cannot install."""

from __future__ import annotations

import os
import shutil

import pytest

_HOW = {
    "java": "a Java 17 or 21 run time: apt-get install openjdk-17-jre-headless",
    "mvn": "Maven: apt-get install maven",
    "redis-server": "a Redis server: apt-get install redis-server",
}


def requires(*programs: str) -> None:
    """Skip the test with one line that says how to get what is missing; where CI is set, fail instead."""
    for program in programs:
        if shutil.which(program) is None:
            message = f"needs {_HOW.get(program, program)}"
            if os.environ.get("CI"):
                pytest.fail(message, pytrace=False)
            pytest.skip(message)
