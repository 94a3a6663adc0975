"""Servers under measurement: the desk and its peer, each in processes of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 30.0  # seconds


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def desk(environ: dict[str, str], workers: int) -> Iterator[int]:
    """The desk, as `winwin serve` serves it; gives its port."""
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "winwin"),
        "serve",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    with _running(command, environ, port):
        yield port


@contextmanager
def peer(database: str, workers: int) -> Iterator[int]:
    """The smallest application; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.web.peer:application", "--factory"]
    command += ["--port", str(port), "--workers", str(workers), "--loop", "uvloop", "--http", "httptools"]
    command += ["--no-access-log", "--log-level", "warning"]
    with _running(command, {"PEER_DATABASE": database}, port):
        yield port


@contextmanager
def _running(command: list[str], environ: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + STARTS_WITHIN
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{' '.join(command)} did not start")
            time.sleep(0.1)
        time.sleep(0.5)  # further workers
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
