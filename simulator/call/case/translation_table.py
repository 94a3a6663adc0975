"""A translation as a table: each text by its key beside its translation, and back, with nothing lost."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from simulator.source.part import MAX_TEXT
from simulator.source.problems import Place, Problem, did_you_mean
from simulator.text.message import Message

from .document import Language
from .schema import translatable_texts
from .translating import Translation, path_of, renewed

KEY, NOTE = "key", "note"
HEADS_WITHIN = 10  # rows; above its heads a table may have so many others


class TextRow(NamedTuple):
    """A text of the case and its translation, empty where there is none; `note` says what is to be done."""

    key: str
    source: str
    text: str
    note: Message | None


def heads(original: str, language: str) -> tuple[str, str, str, str]:
    """What stands above the columns: the same words in every language, because programs read them back."""
    return KEY, original, language, NOTE


def text_rows(data: Any, language: Language, old: Translation | None) -> Iterator[TextRow]:
    """Every text of a case in the file's order, as the table has it."""
    original, entries = data["language"], renewed(data, language, old).texts
    for location, source in translatable_texts(data):
        key = path_of(location)
        entry = entries[key]
        text, before = entry.get(language) or "", entry.get(original)
        note = None
        if not text:
            note = Message("not translated yet")
        elif before != source:
            note = Message("changed since; it was: {text}", text=before)
        yield TextRow(key, source, text, note)


def translation_of(
    rows: Iterable[tuple[int, Sequence[str]]],
    data: Any,
    language: Language,
    old: Translation | None,
    file: str,
) -> tuple[Translation, tuple[Problem, ...]]:
    """The translation that a table holds, over the one there is, and what is wrong with the table.

    What a table leaves out or leaves empty stays as it is. A changed text whose note still stands, and whose
    translation is the same as before, stays one that has to be looked at.
    """
    reader = _Reader(data, language, old, file)
    for line, row in rows:
        reader.take(line, [cell.strip() for cell in row])
    if reader.columns is None:
        message = Message(
            "No row names the columns: “key”, “{source}” and “{text}”.", source=reader.original, text=language
        )
        reader.problems.append(Problem(Place(file), "missing-key", message))
    renewal = renewed(data, language, old)
    return renewal.model_copy(update={"texts": renewal.texts | reader.taken}), tuple(reader.problems)


class _Reader:
    def __init__(self, data: Any, language: Language, old: Translation | None, file: str) -> None:
        self.original: Language = data["language"]
        self.language, self.file = language, file
        self.sources = {path_of(location): text for location, text in translatable_texts(data)}
        self.entries = renewed(data, language, old).texts
        self.columns: dict[str, int] | None = None
        self.taken: dict[str, dict[Language, str | None]] = {}
        self.problems: list[Problem] = []

    def take(self, line: int, row: Sequence[str]) -> None:
        if self.columns is None:
            names = [cell.lower() for cell in row]
            if line <= HEADS_WITHIN and {KEY, self.original, self.language} <= {*names}:
                self.columns = {name: place for place, name in reversed(list(enumerate(names)))}
            return
        cells = {name: row[place] if place < len(row) else "" for name, place in self.columns.items()}
        key, text = cells[KEY], cells[self.language]
        if not key and not text:
            return
        if key not in self.sources:
            message = Message(
                "The case has no text “{path}” any more.{hint}",
                path=key,
                hint=did_you_mean(key, self.sources),
            )
            self.report("translation-extra", line, KEY, message)
        elif key in self.taken:
            message = Message("“{key}” stands here a second time; keep one of the two.", key=key)
            self.report("duplicate-key", line, KEY, message)
        elif len(text) > MAX_TEXT:
            message = Message("This is longer than {limit} characters.", limit=MAX_TEXT)
            self.report("wrong-type", line, self.language, message)
        elif text:
            before = self.entries[key]
            looked_at = text != before.get(self.language) or not cells.get(NOTE)
            source = cells[self.original]
            if _same(source, self.sources[key]):
                source = self.sources[key]
            self.taken[key] = {self.original: source, self.language: text} if looked_at and source else before

    def report(self, rule: str, line: int, column: str, message: Message) -> None:
        assert self.columns is not None
        self.problems.append(Problem(Place(self.file, line, self.columns[column] + 1), rule, message))


def _same(text: str, other: str) -> bool:
    """Whether two texts differ in nothing but spaces and ends of lines, with which spreadsheets are free."""
    return text.split() == other.split()
