"""Bundles out of the database: as files in a cache folder, because what works on a case works on files.

The cache may be lost or damaged at any time: it is checked when a process first uses a bundle, and made anew.
"""

import os
import secrets
import shutil
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select

from simulator.cache import Cache
from simulator.call.case.case import Case
from simulator.call.case.loading import case_languages, load_case
from simulator.database import tables
from simulator.database.database import Database, insert_new
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal

from .bundles import (
    DEFAULT_ID,
    Files,
    bundle_hash,
    case_id_of,
    checked_files,
    is_case_id,
    is_hash,
    packed,
    read_folder,
    unpacked_files,
    write_folder,
)

CASES_AT_HAND = 64


class NoSuchBundle(Refusal):
    """Nothing is kept under this hash."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("The files of this case are not in the database."))


class NoSuchCase(Refusal):
    """There is no case of this id, or no version of this number."""

    kind = Hindrance.ABSENT

    def __init__(self, case: str) -> None:
        super().__init__(Message("There is no case “{case}” here.", case=case))


class PackedFiles:
    """Files that are to be kept: checked, packed and named before the writer has to wait for it."""

    def __init__(self, files: Files, check: Callable[[Files], Files] = checked_files) -> None:
        """Raises BadUpload."""
        checked = check(files)
        self.hash = bundle_hash(checked)
        self._content = packed(checked)

    def put(self, connection: Connection, now: datetime) -> None:
        """Write them into the database, unless they are there."""
        known = connection.scalar(select(tables.bundles.c.hash).where(tables.bundles.c.hash == self.hash))
        if known is None:
            row = {"hash": self.hash, "content": self._content, "created": now}
            insert_new(connection, tables.bundles, row)


class Bundles:
    """The bundles in a database. `folder` is a cache: what is lost there is unpacked again."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self._unpacking = threading.Lock()
        self._unpacked: dict[tuple[str, str | None], Path] = {}
        self._languages = Cache[str, tuple[str, ...]](10 * CASES_AT_HAND)
        self._at_hand = Cache[tuple[str, str], Case](CASES_AT_HAND)

    def keep(self, files: Files, now: datetime) -> str:
        """Keep files as a bundle; its hash. Raises BadUpload."""
        kept = PackedFiles(files)
        self.database.write(lambda connection: kept.put(connection, now))
        return kept.hash

    def files(self, bundle: str) -> dict[str, bytes]:
        """The files of a bundle. Raises NoSuchBundle, DamagedBundle."""
        return files_of(self.database, bundle)

    def unpacked(self, bundle: str, case_id: str | None = None) -> Path:
        """The folder of a bundle's files, named by the case's id: the one given, or what the files say.

        Raises NoSuchBundle, DamagedBundle, NoSuchCase.
        """
        key = bundle, case_id
        with self._unpacking:
            known = self._unpacked.get(key)
            if known is not None and known.is_dir():
                return known
            files = self.files(bundle)  # from here on the hash is known to be one
            name = case_id or case_id_of(files) or DEFAULT_ID
            if not is_case_id(name):
                raise NoSuchCase(name)
            folder = self.folder / bundle / name
            if not _holds(folder, bundle):
                _write_at_once(files, folder, bundle)
            self._unpacked[key] = folder
            return folder

    def case(self, bundle: str, language: str) -> Case:
        """The case of a bundle, in a language if it is translated, otherwise in its own.

        All who play it share one Case. Raises NoSuchBundle, CaseError.
        """
        own, *others = self.languages(bundle)
        key = bundle, language if language in others else own
        return self._at_hand.of(key, lambda: load_case(self.unpacked(bundle), key[1]))

    def languages(self, bundle: str) -> tuple[str, ...]:
        """The languages that a bundle's case can be played in, its own first. Raises CaseError."""
        return self._languages.of(bundle, lambda: case_languages(self.unpacked(bundle)))


def files_of(database: Database, bundle: str) -> dict[str, bytes]:
    """The files of a bundle in a database. Raises NoSuchBundle, DamagedBundle."""
    if not is_hash(bundle):
        raise NoSuchBundle
    with database.read() as connection:
        content = connection.scalar(select(tables.bundles.c.content).where(tables.bundles.c.hash == bundle))
    if content is None:
        raise NoSuchBundle
    return unpacked_files(content, bundle)


def drop_unused(connection: Connection, bundle: str | None, *users: ColumnElement[Any]) -> None:
    """Forget a bundle that none of these columns names."""
    used = or_(*(exists().where(column == bundle) for column in users))
    connection.execute(delete(tables.bundles).where(tables.bundles.c.hash == bundle, ~used))


def _holds(folder: Path, bundle: str) -> bool:
    """Whether a folder holds the files of a bundle, unharmed."""
    try:
        return bundle_hash(read_folder(folder)) == bundle
    except OSError:
        return False


def _write_at_once(files: Files, folder: Path, bundle: str) -> None:
    """Make a folder that either is not there or holds all of the files."""
    part = folder.with_name(f".{secrets.token_hex(6)}.part")
    folder.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for new in (folder.parent, part):
        new.mkdir(mode=0o700, exist_ok=True)
    try:
        write_folder(files, part)
        while True:
            try:
                os.rename(part, folder)
                return
            except OSError:
                if not folder.exists():
                    raise
            if _holds(folder, bundle):
                return  # another process was faster with the same files
            old = folder.with_name(f".{secrets.token_hex(6)}.old")
            os.rename(folder, old)
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)
