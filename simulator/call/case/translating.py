"""Translations: overlay files that keep each text beside the source text it was made from."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field

from simulator.source.part import Id, Part, Text
from simulator.source.problems import Place, Problem, Severity, did_you_mean
from simulator.source.reading import Location, Source, read_file
from simulator.source.validating import validate
from simulator.text.message import Message

from .document import Language
from .schema import translatable_texts


class Translation(Part):
    """A translation file: by the path of each text, the source text and its translation, by language."""

    translates: Id = Field(description="The case's id.")
    language: Language = Field(description="The language translated into.")
    texts: dict[str, Annotated[dict[Language, Text | None], Field(min_length=1)]] = Field(default={})


def translation_file(folder: Path, language: str) -> Path:
    """Where a case's translation into a language lies."""
    return folder / f"case.{language}.yaml"


def path_of(location: Location) -> str:
    """A text's location as one word, as translation files name it; list items count from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in location)


def read_translation(path: Path, shown_as: str | None = None) -> tuple[Translation | None, Source]:
    """The translation in a file, or None with the problems in its source."""
    source = read_file(path, shown_as)
    return validate(source, Translation), source


def translated(data: Any, translation: Translation) -> Any:
    """A copy of a case's data with every text replaced by its translation.

    A text that has none, or one made from other words, stays as it is: in another language, but true.
    """
    original = data["language"]
    data = copy.deepcopy(data)
    for location, source in list(translatable_texts(data)):
        entry = translation.texts.get(path_of(location), {})
        text = entry.get(translation.language)
        if text and entry.get(original) == source:
            *way, last = location
            part = data
            for step in way:
                part = part[step]
            part[last] = text
    data["language"] = translation.language
    return data


def translation_problems(data: Any, translation: Translation, source: Source) -> Iterator[Problem]:
    """What is missing, stale or extra in a translation of a case's data."""

    def warning(rule: str, message: Message, place: Place) -> Problem:
        return Problem(place, rule, message, Severity.WARNING)

    original = data["language"]
    if translation.translates != data["id"]:
        message = Message(
            "This translates “{other}”, but the case is “{id}”.", other=translation.translates, id=data["id"]
        )
        yield warning("translation-of", message, source.place(("translates",)))
    if translation.language == original:
        message = Message("The case itself is written in this language.")
        yield warning("translation-of", message, source.place(("language",)))
    texts = {path_of(location): text for location, text in translatable_texts(data)}
    for path, text in texts.items():
        entry = translation.texts.get(path)
        if entry is None or not entry.get(translation.language):
            message = Message("“{path}” is not translated yet: {text}", path=path, text=_shortened(text))
            yield warning("translation-missing", message, source.place(("texts", path), key=True))
        elif entry.get(original) != text:
            message = Message(
                "“{path}” has changed since it was translated; it now reads: {text}",
                path=path,
                text=_shortened(text),
            )
            yield warning("translation-stale", message, source.place(("texts", path), key=True))
    for path in translation.texts:
        if path not in texts:
            message = Message(
                "The case has no text “{path}” any more.{hint}", path=path, hint=did_you_mean(path, texts)
            )
            yield warning("translation-extra", message, source.place(("texts", path), key=True))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def renewed(data: Any, language: Language, old: Translation | None) -> Translation:
    """A translation with an entry for every text of the case, keeping all that `old` has.

    A text that only moved is found again by its source text. An entry whose source text changed keeps what
    it was translated from, so that it stays stale until somebody has looked at it. Extra entries go last.
    """
    original: Language = data["language"]
    entries = dict(old.texts) if old else {}
    texts = {path_of(location): text for location, text in translatable_texts(data)}
    fits = {path for path, text in texts.items() if entries.get(path, {}).get(original) == text}
    moved = {entry.get(original): path for path, entry in entries.items() if path not in fits}
    origins = {path: path if path in fits else moved.pop(text, None) for path, text in texts.items()}
    claimed = set(origins.values())
    result = {}
    for path, text in texts.items():
        origin = origins[path] or (path if path not in claimed else None)
        result[path] = entries.get(origin or "", {original: text, language: None})
        claimed.add(origin)
    left = {path: entry for path, entry in entries.items() if path not in claimed and entry.get(language)}
    return Translation.model_validate(
        {"translates": data["id"], "language": language, "texts": result | left}
    )


def leading_comments(text: str) -> str:
    """The comment lines on top of a translation file, which are kept when it is written anew."""
    lines = []
    for line in text.splitlines(keepends=True):
        if not line.startswith("#"):
            break
        lines.append(line)
    return "".join(lines)


class _Dumper(yaml.SafeDumper):
    """Writes what is not translated yet as an empty place behind its key."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def written(translation: Translation) -> str:
    """The text of a translation file."""
    text: str = yaml.dump(
        translation.model_dump(),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
        default_flow_style=False,
    )
    return text
