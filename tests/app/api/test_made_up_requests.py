"""The tests of `made_up_requests.py`, run by themselves."""

import os
import re
import subprocess
import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from simulator.app.api import create_api

REQUESTS = Path(__file__).with_name("made_up_requests.py")


def test_whatever_is_sent_is_answered_as_documented() -> None:
    """A program would meet an answer that nobody told it of, or bring the desk down."""
    program = TestClient(Starlette(routes=[Mount("/api", create_api())]))
    document = program.get("/api/openapi.json").json()
    operations = sum(len(methods) for methods in document["paths"].values())
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--quiet",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        str(REQUESTS),
    ]
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed, done.stdout
    assert int(passed[1]) == operations
