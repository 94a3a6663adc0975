"""A row of a table and the question in it, in both directions."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from simulator.exam.bank.document import Unit
from simulator.exam.bank.typed import number_of
from simulator.exam.bank.wording import QUADRANTS
from simulator.source.expressions import NAME
from simulator.source.part import MAX_TEXT
from simulator.text.message import Message

from .columns import BEARERS, KINDS, TRUTHS, UNITS, meant, names_of
from .draft import (
    LETTERS,
    CannotCarry,
    Defaults,
    QuestionDraft,
    is_name,
    language_of,
    name_from,
    one_of,
    shortened,
)
from .foreign import by_language, listed

COMPUTED = "computed"
_VERSIONS = re.compile(rf"(?:^|[\s;；])\s*\[({NAME})\]")
_VERSION_LINES = re.compile(rf"(?:^|\n)\s*\[({NAME})\]")
"""For short texts, which may have brackets and semicolons themselves."""
_COMPUTED = re.compile(r"\s*(?:computed|计算)\s*[:：]\s*(.*)", re.DOTALL)
_FORMULA = re.compile(r"\s*([A-Ta-t])\s*[:：]\s*(.+)")
_PLACED = re.compile(r"(\d{1,2})\s*[-=:：.]?\s*([A-T])")
_BETWEEN = re.compile(r"[\s,;，；、/]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?", re.DOTALL)
_MOST = 10**9
_BARS = re.compile(r"(?<!\\)[|｜]|\n")
"""What stands between accepted texts; a bar that belongs to one has a backslash before it."""
_LETTER_RUN = re.compile(r"[A-T]{1,20}")


class QuestionCells:
    """The cells of a row by the part of a question that stands in them."""

    def __init__(
        self, line: int, cells: Mapping[str, str], columns: Mapping[str, int], defaults: Defaults
    ) -> None:
        self.line = line
        self.cells = {part: text for part, text in cells.items() if text}
        self.columns = columns
        self.defaults = defaults
        stem = " ".join(text for part, text in self.cells.items() if part.startswith("stem"))
        texts = [text for part, text in self.cells.items() if part.startswith(("options", "items"))]
        self.language = defaults.language or language_of(stem, texts)

    @property
    def shown(self) -> str:
        """What people know the question by."""
        return next(
            (self.cells[part] for part in ("id", "stem", "stem.zh", "stem.en") if part in self.cells), ""
        )

    def draft(self) -> QuestionDraft:
        """The question. Raises CannotCarry with the column that is wrong."""
        data: dict[str, Any] = {"kind": self.kind()}
        data["policy"] = next(iter(self.names("policy")), self.defaults.policy)
        data["topic"] = next(iter(self.names("topic")), self.defaults.topic or data["policy"])
        data["difficulty"] = self.integer("difficulty", self.defaults.difficulty)
        data["cites"] = self.names("cites") or list(self.defaults.cites) or None
        data["stem"] = self.pair("stem")
        if not data["stem"]:
            raise CannotCarry(Message("There is no question in this row."))
        for part, letters in (("items", LETTERS), ("options", LETTERS[:20])):
            found = {letter: self.option(part, letter) for letter in letters}
            filled = [letter for letter, texts in found.items() if texts]
            if filled and filled != list(letters[: len(filled)]):
                raise self.wrong(f"{part}.{filled[-1]}", Message("A column before this one is empty."))
            if filled:
                data[part] = {letter: found[letter] for letter in filled}
        for part, table in (("unit", UNITS),):
            if part in self.cells:
                data[part] = self.word(part, table)
        if "tolerance" in self.cells:
            data["tolerance"] = self.integer("tolerance", 0)
        if self.cells.get("look-up") and self.word("look-up", TRUTHS):
            data["look-up"] = True
        data["explanation"] = self.pair("explanation")
        bearer = (
            self.word("cost.borne-by", BEARERS) if "cost.borne-by" in self.cells else self.defaults.borne_by
        )
        data["cost"] = {"yuan": self.integer("cost.yuan", self.defaults.cost), "borne-by": bearer}
        self.rest(data)
        versions = self.versions(data)
        name = self.cells.get("id", "")
        if name and not is_name(name):
            raise self.wrong(
                "id",
                Message(
                    "“{value}” cannot be a name: small letters or Chinese characters, digits,"
                    " single hyphens.",
                    value=shortened(name),
                ),
            )
        made = name or name_from(next(iter(data["stem"].values()))) or f"question-{self.line}"
        if None not in versions:
            data["key"] = versions
        data = {part: value for part, value in data.items() if value is not None}
        desk = next(iter(self.names("desk")), None)
        return QuestionDraft(made, self.line, data, versions.get(None), None, desk, bool(name), self.columns)

    def rest(self, data: dict[str, Any]) -> None:
        """Add what few questions have."""
        for part in ("enemies", "siblings"):
            if names := self.names(part):
                data[part] = names
        if "sources" in self.cells:
            data["sources"] = [line.strip() for line in self.cells["sources"].split("\n") if line.strip()]
        if "case" in self.cells:
            data["case"] = self.cells["case"]
        if "retired" in self.cells:
            data["retired"] = self.day("retired")

    def kind(self) -> str:
        if "kind" in self.cells:
            return str(self.word("kind", KINDS))
        # of several versions' keys the first one shows what they look like
        *_, key = _VERSIONS.split(self.cells.get("key", ""), maxsplit=1)[:3]
        key = unicodedata.normalize("NFKC", key.split("[")[0]).strip(" ;\n").upper()
        if any(part.startswith("options.") for part in self.cells) and not _COMPUTED.fullmatch(key.lower()):
            return "multiple" if len("".join(_BETWEEN.split(key))) > 1 else "single"
        if meant(key, TRUTHS) is not None:
            return "true-false"
        raise CannotCarry(
            Message("Nothing says which kind of question this is: {names}.", names=names_of(KINDS))
        )

    def pair(self, part: str) -> dict[str, str]:
        """A text by language; a head without a language is in that of the question."""
        found = {
            name: self.cells[f"{part}.{name}"] for name in ("zh", "en") if f"{part}.{name}" in self.cells
        }
        if part in self.cells:
            free = [name for name in (self.language, "zh", "en") if name not in found]
            if not free:
                raise self.wrong(
                    part, Message("This text stands in other columns already, in both languages.")
                )
            found[free[0]] = self.cells[part]
        for name, text in found.items():
            if len(text) > MAX_TEXT:
                where = f"{part}.{name}" if f"{part}.{name}" in self.columns else part
                raise self.wrong(
                    where, Message("A text may have {limit} characters at most.", limit=MAX_TEXT)
                )
        return found

    def option(self, part: str, letter: str) -> dict[str, Any]:
        texts: dict[str, Any] = dict(self.pair(f"{part}.{letter}"))
        if part == "options" and texts and (why := self.pair(f"options.{letter}.why")):
            texts["why"] = why
        return texts

    def word(self, part: str, table: Mapping[Any, tuple[str, ...]]) -> Any:
        found = meant(self.cells[part], table)
        if found is None:
            raise self.wrong(
                part,
                Message(
                    "“{words}” is not understood; there are: {names}.",
                    words=shortened(self.cells[part]),
                    names=names_of(table),
                ),
            )
        return found

    def names(self, part: str) -> list[str]:
        found = [name for name in _BETWEEN.split(self.cells.get(part, "")) if name]
        for name in found:
            if not is_name(name):
                raise self.wrong(
                    part,
                    Message(
                        "“{value}” cannot be a name: small letters or Chinese characters,"
                        " digits, single hyphens.",
                        value=shortened(name),
                    ),
                )
        return found

    def integer(self, part: str, otherwise: int) -> int:
        text = self.cells.get(part, "")
        return self.whole(part, text, "yuan" if part == "cost.yuan" else None) if text else otherwise

    def whole(self, part: str, text: str, unit: Unit | None) -> int:
        """The whole number that a cell shows, such as 1,200 or ¥300.00."""
        number = number_of(text, unit)
        if number is None or number.denominator != 1 or abs(number) >= _MOST:
            raise self.wrong(part, Message("“{text}” is no whole number.", text=shortened(text)))
        return int(number)

    def day(self, part: str) -> str:
        text = self.cells[part]
        found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
        try:
            if found is not None:
                return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            pass  # a day that no calendar has
        message = Message(
            "“{text}” is not a day; write the year in four figures, then month and day, as in 2026-03-01.",
            text=shortened(text),
        )
        raise self.wrong(part, message)

    def versions(self, data: Mapping[str, Any]) -> dict[str | None, Any]:
        """The key by version; under None where the cell names no version."""
        cell = self.cells.get("key", "")
        if data["kind"] == "case":
            cell = cell or "best"
        if not cell:
            raise self.wrong("key", Message("There is no key in this row."))
        if found := _COMPUTED.fullmatch(cell):
            return {COMPUTED: self.formulas(found[1].strip(), data)}
        spoken = data["kind"] == "short-text"
        pieces = (_VERSION_LINES if spoken else _VERSIONS).split(cell)
        if len(pieces) == 1:
            return {None: self.key(cell, data)}
        if pieces[0].strip():
            raise self.wrong(
                "key", Message("Before every key stands the version that it is for, as in [v1] B.")
            )
        found_keys: dict[str | None, Any] = {}
        for version, text in zip(pieces[1::2], pieces[2::2], strict=True):
            found_keys[version] = self.key(text.strip() if spoken else text.strip(" ;；\n"), data)
        return found_keys

    def formulas(self, text: str, data: Mapping[str, Any]) -> Any:
        if data["kind"] not in ("single", "multiple"):
            return text
        formulas = {}
        for line in re.split(r"[;\n；]", text):
            if line.strip():
                found = _FORMULA.fullmatch(line)
                if found is None:
                    message = Message(
                        "For each answer stands a condition on a line of its own, as in A: days <= 7."
                    )
                    raise self.wrong("key", message)
                formulas[found[1].lower()] = found[2].strip()
        return formulas

    def key(self, text: str, data: Mapping[str, Any]) -> Any:
        """A key as its kind has it. What the question does not have is found out when it is fitted."""
        plain = unicodedata.normalize("NFKC", text).strip()
        match data["kind"]:
            case "single":
                return self.letters(plain, 1)[0]
            case "multiple" | "ordering":
                return self.letters(plain, None)
            case "true-false":
                truth = meant(plain, TRUTHS)
                if truth is None:
                    message = Message(
                        "“{words}” is not understood; there are: {names}.",
                        words=shortened(text),
                        names=names_of(TRUTHS),
                    )
                    raise self.wrong("key", message)
                return truth
            case "number":
                return self.whole("key", text, data.get("unit"))
            case "short-text":
                return by_language([_unbarred(part) for part in _BARS.split(text) if part.strip()])
            case "matching" | "triage":
                return self.placed(plain.upper(), data)
        return "best"

    def letters(self, text: str, most: int | None) -> list[str]:
        pieces = [piece for piece in _BETWEEN.split(text.upper()) if piece]
        letters = [letter for piece in pieces for letter in piece]
        if not pieces or not all(_LETTER_RUN.fullmatch(piece) for piece in pieces):
            raise self.wrong("key", Message("The key is given by letters, as in B or A, C.", text=text))
        if most is not None and len(letters) > most:
            raise self.wrong("key", Message("One answer is right in a question of this kind."))
        return [letter.lower() for letter in letters]

    def placed(self, text: str, data: Mapping[str, Any]) -> dict[str, str]:
        found = _PLACED.findall(text)
        rest = _BETWEEN.sub("", _PLACED.sub("", text))
        places = tuple(QUADRANTS) if data["kind"] == "triage" else tuple(LETTERS[:20])
        if not found or rest:
            raise self.wrong("key", Message("The key gives each item its place, as in 1A 2B 3A."))
        placed = {}
        for number, letter in found:
            place = ord(letter) - ord("A")
            if not 1 <= int(number) <= len(LETTERS) or place >= len(places):
                message = Message(
                    "There is no place {letter}; the places are A to {last}.",
                    letter=letter,
                    last=LETTERS[len(places) - 1].upper(),
                )
                raise self.wrong("key", message)
            placed[LETTERS[int(number) - 1]] = places[place]
        return placed

    def wrong(self, part: str, message: Message) -> CannotCarry:
        column = next(
            (self.columns[name] for name in (part, f"{part}.zh", f"{part}.en") if name in self.columns), 0
        )
        return CannotCarry(message, self.line, column)


def cells_of(name: str, desk: str, data: Mapping[str, Any], language: str) -> dict[str, str | int]:
    """A question as the cells of a row; words of ours are in the language of the table."""
    own = 0 if language == "zh" else 1
    cells: dict[str, str | int] = {
        "id": name,
        "desk": desk,
        "kind": KINDS[data["kind"]][own],
        "topic": data["topic"],
        "policy": data["policy"],
        "cites": one_of(listed(data["cites"])),
        "difficulty": data["difficulty"],
        "cost.yuan": data["cost"]["yuan"],
        "cost.borne-by": BEARERS[data["cost"]["borne-by"]][own],
    }
    for part in ("stem", "explanation"):
        _put_pair(cells, part, data[part])
    letters = {}
    for part in ("options", "items"):
        for letter, (option, texts) in zip(LETTERS, data.get(part, {}).items(), strict=False):
            letters[option] = letter
            _put_pair(cells, f"{part}.{letter}", texts)
            _put_pair(cells, f"{part}.{letter}.why", texts.get("why") or {})
    if "unit" in data:
        cells["unit"] = UNITS[data["unit"]][own]
    if data.get("tolerance"):
        cells["tolerance"] = data["tolerance"]
    if data.get("look-up"):
        cells["look-up"] = ("是", "yes")[own]
    for part in ("enemies", "siblings"):
        if data.get(part):
            cells[part] = one_of(listed(data[part]))
    if data.get("sources"):
        cells["sources"] = "\n".join(" ".join(source.split()) for source in data["sources"])
    for part in ("case", "retired"):
        if part in data:
            cells[part] = str(data[part])
    cells["key"] = _key_cell(data, own)
    return cells


def _put_pair(cells: dict[str, str | int], part: str, texts: Mapping[str, Any]) -> None:
    for name in ("zh", "en"):
        if texts.get(name):
            cells[f"{part}.{name}"] = texts[name]


def _key_cell(data: Mapping[str, Any], own: int) -> str | int:
    key = data["key"]
    if COMPUTED in key:
        formulas = key[COMPUTED]
        if isinstance(formulas, str):
            return f"computed: {formulas}"
        lettered = zip(LETTERS.upper(), data["options"], strict=False)
        return "computed: " + "\n".join(f"{letter}: {formulas[name]}" for letter, name in lettered)
    texts = {version: _answer_cell(data, answer, own) for version, answer in key.items()}
    # the version stands there even if it is the only one, since another may count when this is read
    return "\n".join(f"[{version}] {text}" for version, text in texts.items())


def _answer_cell(data: Mapping[str, Any], answer: Any, own: int) -> str:
    options: dict[str, str] = dict(zip(data.get("options", {}), LETTERS.upper(), strict=False))
    match data["kind"]:
        case "single":
            return options[answer]
        case "multiple" | "ordering":
            return ", ".join(options[name] for name in answer)
        case "true-false":
            return TRUTHS[bool(answer)][own]
        case "short-text":
            return " | ".join(_barred(text) for texts in answer.values() for text in listed(texts))
        case "matching" | "triage":
            places = dict(zip(QUADRANTS, "ABCD", strict=True)) if data["kind"] == "triage" else options
            numbers = {item: place for place, item in enumerate(data["items"], 1)}
            return " ".join(f"{numbers[item]}{places[answer[item]]}" for item in data["items"])
    return str(answer)


def _barred(text: str) -> str:
    """An accepted text whose bars do not part it."""
    return " ".join(re.sub(r"([|｜])", r"\\\1", text).split())


def _unbarred(text: str) -> str:
    return re.sub(r"\\([|｜])", r"\1", text.strip())


def heads_of(parts: Sequence[str]) -> tuple[int, int]:
    """How many options and items a table needs for these parts."""
    counts = [
        max(
            (LETTERS.index(part.split(".")[1]) + 1 for part in parts if part.startswith(f"{kind}.")),
            default=0,
        )
        for kind in ("options", "items")
    ]
    return counts[0], counts[1]
