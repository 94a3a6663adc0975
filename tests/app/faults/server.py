"""The desk as `winwin serve` serves it, in processes of its own that tests may kill."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

STARTS_WITHIN = 60.0  # seconds, on a machine that has much else to do
HOST = "127.0.0.1"


class Server:
    """A server on a port of its own. Kill it and start it again: the port stays the same."""

    def __init__(self, folder: Path, url: str, workers: int = 1) -> None:
        self.port = free_port()
        self.log = folder / "server.log"
        self._workers = workers
        self._environ = {
            **os.environ,
            "WINWIN_DATABASE_URL": url,
            "WINWIN_HOME": str(folder / "home"),
            "WINWIN_CACHE": str(folder / "cache"),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that was started; with one worker it is the one that answers."""
        assert self._process is not None, "it runs"
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [str(Path(sys.executable).parent / "winwin"), "serve"]
        command += ["--port", str(self.port), "--workers", str(self._workers)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environ, stdout=log, stderr=log)
        until = time.monotonic() + STARTS_WITHIN
        while len(self.answering()) < self._workers:
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it as if the power had gone."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        assert self._process.wait(20) == -signal.SIGKILL

    def stop(self) -> None:
        """Tell it to stop, as at the end of a day."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)

    def allow_files_of(self, most: int) -> None:
        """Let it write no file beyond so many bytes from now on; -1 lifts the limit."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def answering(self) -> list[int]:
        """The worker processes that answer requests now."""
        found: set[int] = set()
        for _ in range(8 * self._workers):
            try:
                with socket.create_connection((HOST, self.port), timeout=5) as connection:
                    connection.settimeout(5)
                    connection.sendall(b"GET /health HTTP/1.1\r\nHost: desk\r\n\r\n")
                    answer = connection.recv(4096)
                    if answer.startswith(b"HTTP/1.1 200"):
                        found.add(self.worker_of(connection.getsockname()[1]))
            except OSError:
                return sorted(found)
            if len(found) == self._workers:
                break
        return sorted(found)

    def workers(self) -> list[int]:
        """The processes that answer, or are about to."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(child) for child in children if _loaded(int(child))]

    def worker_of(self, client_port: int) -> int:
        """The process that holds the other end of a connection from this port of ours."""
        if self._workers == 1:
            return self.pid
        inode = _inode(self.port, client_port)
        for worker in self.workers():
            for descriptor in Path(f"/proc/{worker}/fd").iterdir():
                try:
                    if os.readlink(descriptor) == f"socket:[{inode}]":
                        return worker
                except FileNotFoundError:
                    continue
        raise LookupError(f"nobody holds the connection from port {client_port}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _loaded(pid: int) -> bool:
    """Whether this is a worker, and not the process that keeps account of what Python's workers share."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def _inode(local: int, remote: int) -> str:
    """The kernel's number of the socket with these ports, among those of this machine."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        here, there = (int(fields[place].rpartition(":")[2], 16) for place in (1, 2))
        if (here, there) == (local, remote):
            return fields[9]
    raise LookupError(f"no connection from port {remote}")
