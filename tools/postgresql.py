"""A PostgreSQL server of one's own, for tests and benchmarks, in a folder and on a socket of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWNER = "desk"


class NoServer(RuntimeError):
    """There is no PostgreSQL on this machine, or it does not start."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached through a socket in its folder."""

    folder: Path
    bin: Path
    options: tuple[str, ...]

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database, and return its address."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, also while somebody is connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Do something to the server itself."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = " ".join(f"-c {option}" for option in ("listen_addresses=", *self.options))
        self._control("start", "-l", self.folder / "log", "-o", f"-k {self.folder} {settings}")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast`, or `immediate` as if the machine had lost its power."""
        self._control("stop", "-m", how)

    def _control(self, *arguments: str | Path) -> None:
        command = [self.bin / "pg_ctl", "-s", "-w", "-D", self.folder / "data", *arguments]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, check=False, **_somebody())
        if done.returncode != 0:
            raise NoServer("PostgreSQL does not obey: " + (self.folder / "log").read_text())


@contextmanager
def running(*options: str) -> Iterator[Server]:
    """A new server with these settings (`name=value`), which is gone afterwards. Raises NoServer."""
    # a socket's path has to be short, and the server's user has to get there
    folder = Path(tempfile.mkdtemp(prefix="winwin-postgresql-", dir="/tmp"))
    server = Server(folder, programs(), options)
    try:
        somebody = _somebody()
        if somebody:
            os.chown(folder, somebody["user"], somebody["group"])
        settings = ["-U", OWNER, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
        command = [str(server.bin / "initdb"), "-D", str(folder / "data"), *settings]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **somebody)
        server.start()
        try:
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path:
    """The folder of the newest PostgreSQL server's programs. Raises NoServer."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    beside = shutil.which("initdb")
    if beside:
        return Path(beside).resolve().parent
    raise NoServer("There is no PostgreSQL server here. On Debian or Ubuntu: apt install postgresql")


def _somebody() -> dict[str, Any]:
    """Whom the server runs as, for `subprocess`: it refuses to be the administrator."""
    if os.getuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
