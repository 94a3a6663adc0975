"""The files of a case that is being written: what it is called, and what is wrong with it."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from simulator.cache import Cache
from simulator.call.case.loading import CASE_FILE, LANGUAGES
from simulator.call.case.plan import PLAN_ENDING
from simulator.call.check.checking import check_case, quick_rules
from simulator.library.bundles import Files, bundle_hash, case_id_of, is_audio, is_text, write_folder
from simulator.library.library import Library
from simulator.source.problems import Problem, Severity, errors, in_reading_order
from simulator.source.reading import read_bytes
from simulator.text.message import Message

from .checker_faults import NOT_CHECKED, faults_told

NAMES_AT_HAND, PROBLEMS_AT_HAND = 1024, 128  # bundles
NO_FILES: Files = MappingProxyType({})
_PROBLEMS = Cache[tuple[str, str, str], tuple[Problem, ...]](PROBLEMS_AT_HAND)
"""By the hash of the files without their recordings, the case's id, and the hash of the policies."""


@dataclass(frozen=True, slots=True)
class CaseTitles:
    """What a bundle's case is called, as far as its files can be read. Its own language comes first."""

    titles: Mapping[str, str]
    """By language."""
    languages: tuple[str, ...]

    def title(self, language: str, case_id: str) -> tuple[str, str | None]:
        """The title for a reader of a language, and the language it is in; the id where there is none."""
        for known in (language, *self.languages):
            if known in self.titles:
                return self.titles[known], known
        return case_id, None


@lru_cache(NAMES_AT_HAND)
def names_in(library: Library, bundle: str) -> CaseTitles:
    """What a bundle's case is called: worked out once, because a bundle never changes."""
    files = library.files(bundle)
    data = _mapping(files, CASE_FILE)
    own, title = data.get("language"), data.get("title")
    languages = tuple(
        language for language in LANGUAGES if language == own or f"case.{language}.yaml" in files
    )
    titles = {own: title} if own in LANGUAGES else {LANGUAGES[0]: title}
    for other in languages:
        if other != own:
            texts = _mapping(files, f"case.{other}.yaml").get("texts")
            entry = texts.get("title") if isinstance(texts, dict) else None
            titles[other] = entry.get(other) if isinstance(entry, dict) else None
    return CaseTitles(
        {
            language: text.strip()
            for language, text in titles.items()
            if isinstance(text, str) and text.strip()
        },
        tuple(sorted(languages, key=lambda language: language != own)),
    )


@lru_cache(PROBLEMS_AT_HAND)
def problems_in(library: Library, bundle: str, case_id: str) -> tuple[Problem, ...]:
    """What is wrong with a bundle, as far as no solver is needed."""
    return quick_problems(library.files(bundle), case_id)


def playable(problems: tuple[Problem, ...]) -> bool:
    """Whether nothing that was found would keep the case itself from being played."""
    return not any(found.place.file == CASE_FILE and found.rule != "case-id" for found in errors(problems))


def quick_problems(files: Files, case_id: str, policies: Files = NO_FILES) -> tuple[Problem, ...]:
    """What is wrong with files, as far as no solver is needed: in a tenth of a second.

    The same files are looked at once.
    """
    looked_at = {name: b"" if is_audio(name) else content for name, content in files.items()}
    contents = bundle_hash(looked_at), case_id, bundle_hash(policies)
    found = _PROBLEMS.of(contents, lambda: _quick_problems(files, case_id, policies))
    if any(problem.rule == NOT_CHECKED for problem in found):
        _PROBLEMS.forget(contents)  # memory may have been short
    return found


def _quick_problems(files: Files, case_id: str, policies: Files) -> tuple[Problem, ...]:
    found: list[Problem] = []
    with faults_told(CASE_FILE, found), spread_out(files, case_id, policies) as folder:
        found += shown_from(folder, files, case_id, check_case(folder, selection=quick_rules()))
    return tuple(found)


def shown_from(
    folder: Path, files: Files, case_id: str, problems: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Problems found in a folder as a trainer is told them: without the folder, and the id looked at."""
    found = [problem.within(folder) for problem in problems if problem.rule != "case-id"]
    said = case_id_of(files)
    if said is not None and said != case_id:
        message = Message(
            "This says “{said}”, but the case is “{id}” here; an id stays as it is, because attempts know the"
            " case by it.",
            said=said,
            id=case_id,
        )
        place = read_bytes(files[CASE_FILE], CASE_FILE).place(("id",))
        found.append(Problem(place, "case-id", message, Severity.ERROR))
    return in_reading_order(found)


@contextmanager
def spread_out(files: Files, case_id: str, policies: Files = NO_FILES) -> Iterator[Path]:
    """A folder for as long as it is looked at, named as the case. Recordings are there, but empty.

    The policies lie beside it, where the checker looks for the clauses that a case cites.
    """
    with tempfile.TemporaryDirectory(prefix="winwin-") as temporary:
        folder = Path(temporary).resolve() / case_id
        folder.mkdir()
        write_folder(policies, folder.parent)
        write_folder({name: b"" if is_audio(name) else content for name, content in files.items()}, folder)
        yield folder


def text_of(content: bytes) -> str | None:
    """A file as a text that a page can hold and give back unchanged but for its line ends, or None."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    text = unified(text)
    return text if all(letter in "\n\t" or ord(letter) >= 32 for letter in text) else None


def unified(text: str) -> str:
    """A text with the line ends that files have; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def mark_of(content: bytes | None) -> str:
    """A hash of what a file contained, to notice changes; empty for no file."""
    if content is None:
        return ""
    text = text_of(content)
    return hashlib.sha256(content if text is None else text.encode()).hexdigest()


def order_of(name: str) -> tuple[int, str]:
    """The place of a file in a list: the case, its translations, its plans, its recordings."""
    if name == CASE_FILE:
        return 0, name
    if not is_text(name):
        return 3, name
    return (2 if name.endswith(PLAN_ENDING) else 1), name


def _mapping(files: Files, name: str) -> dict[str, Any]:
    """What a file holds, if it holds a mapping."""
    data = read_bytes(files[name], name).data if name in files else None
    return data if isinstance(data, dict) else {}
