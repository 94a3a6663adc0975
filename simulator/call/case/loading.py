"""Cases from disk: the way from a path to a `Case`, or to everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from simulator.policy.loading import policies_named
from simulator.policy.policy import Policy
from simulator.source.problems import CaseError, Problem, Severity, errors, in_reading_order
from simulator.source.reading import Source, collection_paused, read_bytes, read_file
from simulator.source.validating import validate
from simulator.text.message import Message

from .building import build_case, digest_of
from .case import Case
from .document import Document, Language
from .quoting import quotes
from .sharing import document_of
from .slips import report_cut_texts
from .translating import Translation, read_translation, translated, translation_file, translation_problems

CASE_FILE = "case.yaml"
NO_POLICIES: Mapping[str, Policy] = MappingProxyType({})
LANGUAGES: tuple[str, ...] = get_args(Language)


class AgentLimits(NamedTuple):
    """What the agent may do, given from outside; what is None stays as the case has it."""

    authority: int | None = None
    """The level of authority, 0-9."""
    budget: int | None = None
    """Yuan to spend in a call, 0-1,000,000."""


AS_WRITTEN = AgentLimits()
"""The agent that the case itself describes."""


def load_case(path: str | Path, language: str | None = None, agent: AgentLimits = AS_WRITTEN) -> Case:
    """Load a case from its folder or its file, in its own language or, where it is translated, in another.

    Texts without a translation stay in the source language. With another agent it is another case, of a
    digest of its own. Raises CaseError with every problem found.
    """
    with collection_paused():
        file = case_file(path)
        source = read_file(file)
        source.data = _with_agent(source.data, agent)
        digest = digest_of(source.data)
        if language is None or errors(source.problems):
            return _built(source, digest)
        original = _built(source, digest)
        if not _translate(source, translation_file(file.parent, language), language):
            return original
        read = _built(source, digest)
        return replace(read, original=original, digest=original.digest, timed=original.timed)


def parse_case(text: str, file: str = CASE_FILE, policies: Mapping[str, Policy] = NO_POLICIES) -> Case:
    """The case in a text, without a folder around it; `policies` are those that it may quote.

    Raises CaseError with every problem found.
    """
    with collection_paused():
        source = read_bytes(text.encode(), file)
        return _built(source, digest_of(source.data), policies)


def case_languages(path: str | Path) -> tuple[str, ...]:
    """The languages that a case can be played in, its own first. Raises CaseError if it cannot be read."""
    file = case_file(path)
    source = read_file(file)
    document = validate(source, Document)
    if document is None:
        raise CaseError(source.problems)
    others = (other for other in LANGUAGES if translation_file(file.parent, other).is_file())
    return (document.language, *(other for other in others if other != document.language))


@dataclass(frozen=True)
class CaseFiles:
    """A case with the files that it was read from, for those who look at how it is written."""

    case: Case
    document: Document
    source: Source
    translations: Mapping[str, tuple[Translation, Source]]
    """By language."""
    policies: Mapping[str, Policy] = field(default_factory=dict)
    """Those that the case quotes, as they lie with it."""


def case_problems(path: str | Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a case and its translations, in reading order."""
    return examine(path)[0]


def examine(
    path: str | Path, agent: AgentLimits = AS_WRITTEN
) -> tuple[tuple[Problem, ...], CaseFiles | None]:
    """Everything that is wrong with a case, and its files if it can be played all the same."""
    with collection_paused():
        file = case_file(path)
        source = read_file(file)
        source.data = _with_agent(source.data, agent)
        document = document_of(source)
        if document is None:
            return in_reading_order(source.problems), None
        policies = quoted_policies(source)
        case = build_case(document, source, digest_of(source.data), policies)
    report_cut_texts(source)
    problems = [*source.problems, *_misplaced(document, source, file)]
    translations = {}
    for language in LANGUAGES:
        overlay_file = translation_file(file.parent, language)
        if overlay_file.is_file():
            translation, overlay = read_translation(overlay_file)
            problems += overlay.problems
            if translation is not None:
                problems += translation_problems(source.data, translation, overlay)
                translations[language] = translation, overlay
    playable = not errors(source.problems)
    files = CaseFiles(case, document, source, translations, policies) if playable else None
    return in_reading_order(problems), files


def case_file(path: str | Path) -> Path:
    """The case file that a path means: itself, or `case.yaml` in the folder."""
    path = Path(path)
    return path / CASE_FILE if path.is_dir() else path


def _misplaced(document: Document, source: Source, file: Path) -> Iterator[Problem]:
    folder = file.absolute().parent.name
    if file.name == CASE_FILE and document.id != folder:
        yield Problem(
            source.place(("id",)),
            "case-id",
            Message(
                "The folder is named “{folder}”; let “id” be the same: that is how people ask for it.",
                folder=folder,
            ),
            Severity.WARNING,
        )


def _with_agent(data: Any, agent: AgentLimits) -> Any:
    """The data of a case in which the agent may do what is given."""
    given = {key: value for key, value in agent._asdict().items() if value is not None}
    if not given or not isinstance(data, dict):
        return data
    written = data.get("agent")
    return {**data, "agent": {**written, **given} if isinstance(written, dict) else given}


def _translate(source: Source, file: Path, language: str) -> bool:
    """Lay a translation over the data, and say whether there is one."""
    if not isinstance(source.data, dict) or source.data.get("language") == language or not file.is_file():
        return False
    translation, overlay = read_translation(file)
    if translation is None:
        raise CaseError(overlay.problems)
    source.data = translated(source.data, translation)
    return True


def quoted_policies(source: Source) -> Mapping[str, Policy]:
    """The policies that a case may quote: in a folder of its own, or else in the one beside its folder."""
    if source.folder is None:
        return NO_POLICIES
    found: dict[str, Policy] = {}
    own = source.folder.absolute()
    for folder in (own, own.parent):
        found = dict(policies_named(folder, lambda name: quotes(source.text, name))) | found
    return found


def _built(source: Source, digest: str, policies: Mapping[str, Policy] | None = None) -> Case:
    document = document_of(source)
    if document is None:
        raise CaseError(source.problems)
    case = build_case(document, source, digest, quoted_policies(source) if policies is None else policies)
    if errors(source.problems):
        raise CaseError(source.problems)
    return case
