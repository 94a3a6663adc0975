"""The formats of other programs by name: reading, writing, and which one a file is in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any

from simulator.call.case.document import Language

from .draft import Defaults, ImportedFile
from .outgoing import Outgoing, Written

MAX_BYTES = 8 * 1024 * 1024
_OWN = "simulator.exam.exchange"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what people call it, how its files end, and where it is read and written."""

    name: str
    title: str
    ending: str
    media_type: str
    both_languages: bool
    """Whether a file can have both languages; otherwise it is written in one."""
    dated: bool
    """Whether it carries the keys of all versions, as `outgoing.dated` gives them; else those of a day."""
    reader: str
    writer: str

    def read(self, data: bytes, defaults: Defaults) -> ImportedFile:
        """The questions of a file. Never fails: whatever is wrong is among the problems."""
        function: Callable[[bytes, Defaults], ImportedFile] = _function(self.reader)
        return function(data, defaults)

    def write(self, questions: Sequence[Outgoing], language: Language | None) -> Written:
        """Questions as a file in a language; None for both, or for Chinese where one is all there can be."""
        function: Callable[[Sequence[Outgoing], Language | None], Written] = _function(self.writer)
        return function(questions, language if language or self.both_languages else "zh")


FORMATS: Mapping[str, Format] = {
    found.name: found
    for found in (
        Format(
            "excel",
            "Excel",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            True,
            True,
            "excel:read_excel",
            "excel:write_excel",
        ),
        Format(
            "csv",
            "CSV",
            ".csv",
            "text/csv; charset=utf-8",
            True,
            True,
            "csv_tables:read_csv",
            "csv_tables:write_csv",
        ),
        Format(
            "gift",
            "GIFT",
            ".gift",
            "text/plain; charset=utf-8",
            True,
            False,
            "gift:read_gift",
            "gift_writing:write_gift",
        ),
        Format(
            "aiken",
            "Aiken",
            ".txt",
            "text/plain; charset=utf-8",
            False,
            False,
            "aiken:read_aiken",
            "aiken:write_aiken",
        ),
        Format(
            "moodle-xml",
            "Moodle XML",
            ".xml",
            "application/xml",
            True,
            False,
            "moodle_xml:read_moodle_xml",
            "moodle_writing:write_moodle_xml",
        ),
    )
}
"""By the name that stands behind `--format`."""


def format_of(name: str, data: bytes) -> Format:
    """The format that a file is in, told from what it begins with and how its name ends."""
    start = data[:4000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return FORMATS["excel"]
    if start.startswith((b"<?xml", b"<quiz")):
        return FORMATS["moodle-xml"]
    ending = PurePath(name).suffix.casefold()
    if ending in (".csv", ".tsv"):
        return FORMATS["csv"]
    if ending == ".gift" or b"::" in start or b"{" in start:
        return FORMATS["gift"]
    return next((found for found in FORMATS.values() if found.ending == ending), FORMATS["gift"])


def _function(where: str) -> Any:
    module, _, name = where.partition(":")
    return getattr(import_module(f"{_OWN}.{module}"), name)
