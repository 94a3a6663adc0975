"""Attempts as files: one JSON file each in the user's own data folder."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.call.play.attempt import Attempt, UnreadableAttempt
from simulator.call.play.outcome import Verdict
from simulator.disk import write_atomically
from simulator.practice.store import NoSuchAttempt, Record, Result
from simulator.text.message import Message
from simulator.text.refusal import Refusal

MAX_BYTES = 16 * 1024 * 1024

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}").fullmatch


class CannotSave(Refusal):
    """The data folder cannot be written to."""


class FileStore:
    """A Store of one file an attempt, in the folder `attempts` of a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "attempts"

    def save(self, record: Record) -> None:
        """Keep an attempt; it is on the disk when this returns. Raises CannotSave."""
        text = json.dumps(_to_json(record), ensure_ascii=False, separators=(",", ":"))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what somebody said is theirs
            write_atomically(self._file(record.id), text + "\n")
        except OSError as error:
            raise CannotSave(
                Message(
                    "Your attempts cannot be saved in {folder}: {reason}.",
                    folder=self.folder,
                    reason=error.strerror or error,
                )
            ) from error

    def find(self, name: str) -> Record:
        """The attempt of this id. Raises NoSuchAttempt, or UnreadableAttempt for a damaged file."""
        file = self._file(name) if _ID(name) else None
        if file is None or not file.is_file():
            raise NoSuchAttempt(Message("There is no attempt “{name}”.", name=name))
        return read_record(file)

    def records(self, case: str | None = None) -> list[Record]:
        """The readable attempts at a case, or at all cases, in the order in which they were begun."""
        found = []
        for file in self._files():
            with suppress(UnreadableAttempt):
                record = read_record(file)
                if case is None or record.attempt.case == case:
                    found.append(record)
        return sorted(found, key=lambda record: (_began(record), record.id))

    def damaged(self) -> list[Path]:
        """The files that cannot be read; they are left as they are."""
        return [file for file in self._files() if not _readable(file)]

    def _files(self) -> Iterator[Path]:
        return (file for file in sorted(self.folder.glob("*.json")) if not file.name.startswith("."))

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def read_record(file: Path) -> Record:
    """The attempt in a file, also one that was copied from elsewhere. Raises UnreadableAttempt."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableAttempt(
            Message("{file} cannot be read: {reason}.", file=file, reason=reason)
        ) from error
    try:
        data = json.loads(content) if len(content) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        data = None
    try:
        return _from_json(data, file.stem)
    except UnreadableAttempt as error:
        raise UnreadableAttempt(Message("{file}: {reason}", file=file, reason=error.message)) from error


def _to_json(record: Record) -> dict[str, Any]:
    result = record.result
    return record.attempt.to_json() | {
        "id": record.id,
        "language": record.language,
        "source": record.source,
        "result": result
        and {
            "persona": result.persona,
            "verdict": result.verdict and result.verdict.value,
            "score": result.score,
            "critical": list(result.critical),
        },
    }


def _from_json(data: object, name: str) -> Record:
    attempt = Attempt.from_json(data)
    assert isinstance(data, dict)  # or there would have been no attempt in it
    own, language, source = (data.get(key) for key in ("id", "language", "source"))
    return Record(
        id=own if isinstance(own, str) and _ID(own) else name,
        attempt=attempt,
        result=_result(data.get("result")),
        language=language if isinstance(language, str) else None,
        source=source if isinstance(source, str) else None,
    )


def _result(data: object) -> Result | None:
    if data is None:
        return None
    damaged = UnreadableAttempt(Message("This attempt is damaged: its “{key}” cannot be read.", key="result"))
    if not isinstance(data, dict):
        raise damaged
    persona, verdict, score, critical = (data.get(key) for key in ("persona", "verdict", "score", "critical"))
    if (
        not isinstance(persona, str)
        or not isinstance(score, int | None)
        or not isinstance(critical, list)
        or not all(isinstance(error, str) for error in critical)
        or verdict not in (None, *(known.value for known in Verdict))
    ):
        raise damaged
    return Result(persona, None if verdict is None else Verdict(verdict), score, tuple(critical))


def _began(record: Record) -> float:
    """When an attempt was begun, whichever time zone it was begun in; 0 where nobody knows."""
    try:
        return datetime.fromisoformat(record.attempt.started or "").timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _readable(file: Path) -> bool:
    try:
        read_record(file)
    except UnreadableAttempt:
        return False
    return True
