"""Drafts seen against a bank's policies: what fits becomes a file of questions, the rest is told by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import yaml

from simulator.exam.bank.document import QuestionsDocument
from simulator.exam.bank.question import Question
from simulator.exam.bank.question_building import build_questions
from simulator.policy.policy import Policy
from simulator.source.problems import Place, what_there_is
from simulator.source.reading import Location, Source
from simulator.source.validating import validate
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .draft import ImportedFile, LineProblem, QuestionDraft, TakenNames, in_order
from .foreign import listed

_RELATIONS = ("enemies", "siblings")


class _Part(Source):
    """A source whose places are the parts of a question, since a draft has no lines of its own."""

    def place(self, location: Location, key: bool = False) -> Place:
        """The way to a part within a question, in the place of a file."""
        return Place(".".join(map(str, location[2:])))


def fitted(
    imported: ImportedFile,
    policies: Mapping[str, Policy],
    day: date,
    known: Mapping[str, Question] | None = None,
) -> ImportedFile:
    """The questions that fit the policies, each with a key for a version; `known` are the bank's own.

    Where the file names no version, the key is for the one that counts on `day`. A question whose id was made
    from its title gets a number where the bank has that id; one that was named so is refused. So is one that
    the bank, or the file before it, has already, under whichever id.
    """
    known = known or {}
    asked = {words: question.id for question in known.values() for words in _words_of(question)}
    problems = list(imported.problems)
    ready: list[QuestionDraft] = []
    taken = TakenNames(known)
    for draft in imported.questions:
        if draft.named and draft.id in known:
            message = Message(
                "The bank has a question “{name}” already; give this one another name.", name=draft.id
            )
            problems.append(LineProblem(draft.line, message, item=draft.id, sheet=draft.sheet))
            continue
        words = _words_in(draft.data)
        if (same := next((asked[one] for one in words if one in asked), None)) is not None:
            message = (
                Message("The bank has this question already, as “{name}”.", name=same)
                if same in known
                else Message("The file has this question already, as “{name}”.", name=same)
            )
            problems.append(LineProblem(draft.line, message, item=draft.id, sheet=draft.sheet))
            continue
        found = _fitted(draft, policies, day)
        if isinstance(found, QuestionDraft):
            ready.append(replace(found, id=taken.free(found.id)))
            asked |= dict.fromkeys(words, ready[-1].id)
        else:
            problems += found
    ready = [_related(draft, taken, problems) for draft in ready]
    return ImportedFile(tuple(ready), in_order(problems))


def questions_files(drafts: Iterable[QuestionDraft], policies: Mapping[str, Policy]) -> dict[str, str]:
    """The texts of files of questions, by desk."""
    desks: dict[str, dict[str, Any]] = {}
    for draft in drafts:
        desks.setdefault(desk_of(draft, policies), {})[draft.id] = dict(draft.data)
    return {desk: written(desk, questions) for desk, questions in desks.items()}


def written(desk: str, questions: Mapping[str, Any]) -> str:
    """The text of a file of questions."""
    data = {"desk": desk, "questions": {name: _plain(question) for name, question in questions.items()}}
    return yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )


def desk_of(draft: QuestionDraft, policies: Mapping[str, Policy]) -> str:
    """The desk of a draft that fits: its own, or that of its policy."""
    return draft.desk or policies[draft.data["policy"]].desk


def _fitted(
    draft: QuestionDraft, policies: Mapping[str, Policy], day: date
) -> QuestionDraft | list[LineProblem]:
    """The draft with all that a question needs, or what is wrong with it."""
    missing = _missing(draft)
    if missing:
        return [_problem(draft, message, part) for part, message in missing]
    data = dict(draft.data)
    policy = policies.get(data["policy"])
    if policy is None:
        hint = what_there_is(data["policy"], policies)
        message = Message("There is no policy “{name}”.{hint}", name=data["policy"], hint=hint)
        return [_problem(draft, message, "policy")]
    if "key" not in data:
        counting = policy.as_of(day)
        version = draft.version or (counting.id if counting is not None else policy.versions[0].id)
        data["key"] = {version: draft.answer}
    data["cites"] = listed(data["cites"])
    source = _Part("", data={"desk": draft.desk or policy.desk, "questions": {draft.id: data}})
    document = validate(source, QuestionsDocument)
    if document is not None:
        build_questions(document, policies, source)
    if source.problems:
        return [_problem(draft, problem.message, problem.place.file) for problem in source.problems]
    return replace(draft, data=_in_order(data))


def _missing(draft: QuestionDraft) -> list[tuple[str, Message]]:
    found = []
    if not draft.data.get("policy"):
        found.append(("policy", Message("Nothing says which policy this question rests on.")))
    if not draft.data.get("cites"):
        found.append(("cites", Message("Nothing says which clauses of the policy this question rests on.")))
    return found


def _problem(draft: QuestionDraft, message: Message, part: str) -> LineProblem:
    """What is wrong with a part of a draft, at the cell where it stands if it is from a table."""
    steps = part.split(".")
    column = next(
        (
            draft.columns[name]
            for name in (".".join(steps[:end]) for end in range(len(steps), 0, -1))
            if name in draft.columns
        ),
        next((draft.columns[name] for name in draft.columns if part and name.startswith(f"{part}.")), 0),
    )
    told = message if column or not part else Message("{part}: {message}", part=part, message=message)
    return LineProblem(draft.line, told, column=column, item=draft.id, sheet=draft.sheet)


def _related(draft: QuestionDraft, known: TakenNames, problems: list[LineProblem]) -> QuestionDraft:
    """The draft without enemies and siblings that are nowhere."""
    data = dict(draft.data)
    for relation in _RELATIONS:
        names = listed(data.pop(relation, []))
        kept = [name for name in names if name in known and name != draft.id]
        for name in names:
            if name not in kept:
                message = Message(
                    "There is no question “{name}” to be apart from or akin to; it is left out.", name=name
                )
                problems.append(
                    LineProblem(
                        draft.line, message, True, draft.columns.get(relation, 0), draft.id, draft.sheet
                    )
                )
        if kept:
            data[relation] = kept
    return replace(draft, data=_in_order(data))


Words = tuple[str, str, frozenset[str]]
"""A question as its reader knows it: its kind, its stem, and all answers and items."""


def _words_of(question: Question) -> list[Words]:
    parts = [*(option.text for option in question.options), *question.items.values()]
    return _words(question.kind, question.stem, parts)


def _words_in(data: Mapping[str, Any]) -> list[Words]:
    parts = [*data.get("options", {}).values(), *data.get("items", {}).values()]
    return _words(data["kind"], _pair(data["stem"]), [_pair(part) for part in parts])


def _pair(texts: Mapping[str, Any]) -> Pair:
    return Pair(texts.get("zh") or "", texts.get("en") or "")


def _words(kind: str, stem: Pair, parts: Sequence[Pair]) -> list[Words]:
    """The words of a question in each language that its stem is in; spaces make no difference."""
    return [
        (kind, "".join(stem_in.split()), frozenset("".join(part.said_in(language).split()) for part in parts))
        for language, stem_in in (("zh", stem.zh), ("en", stem.en))
        if stem_in
    ]


_ORDER = (
    "kind",
    "topic",
    "difficulty",
    "policy",
    "cites",
    "unit",
    "tolerance",
    "look-up",
    "case",
    "stem",
    "items",
    "options",
    "key",
    "explanation",
    "cost",
    "sources",
    "enemies",
    "siblings",
    "retired",
)


def _in_order(data: Mapping[str, Any]) -> dict[str, Any]:
    """The parts in the order in which authors write them."""
    return {name: data[name] for name in _ORDER if name in data} | dict(data)


class _Dumper(yaml.CSafeDumper):
    """Writes what `reading` reads: no anchors, texts of several lines as such."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out, however often it occurs."""
        return True


def _represented(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and all(line == line.strip() and line for line in text.split("\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represented)


def _plain(value: Any) -> Any:
    """Data as plain lists and mappings; one clause stands without brackets."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value
