"""The bank from disk: the way from a folder to policies and questions, or to everything that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator.policy.building import pair, report_unknown
from simulator.policy.loading import POLICIES, authored_files, policies_in, report_twice
from simulator.policy.policy import Bulletin, Policy
from simulator.source.problems import CaseError, Problem, Severity, did_you_mean, errors, in_reading_order
from simulator.source.reading import Source, collection_paused
from simulator.source.validating import validate
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .document import QuestionsDocument
from .question import Question
from .question_building import build_questions

QUESTIONS = "questions"
"""Their folder in a bank, beside `POLICIES`."""
MAX_QUESTIONS = 20_000


@dataclass(frozen=True)
class Bank:
    """The policies and questions of the desks, by id, in the order of files and within them."""

    policies: Mapping[str, Policy]
    questions: Mapping[str, Question]
    names: Mapping[str, Pair] = field(default_factory=dict)
    """What people call desks and topics, as far as the authors say it."""

    def name_of(self, name: str, language: str) -> str:
        """What a desk or a topic is called in a language; what nobody named is called by its id."""
        return self.names[name].said_in(language) or name if name in self.names else name

    def bulletins(self) -> tuple[Bulletin, ...]:
        """All bulletins, the newest first."""
        found = [bulletin for policy in self.policies.values() for bulletin in policy.bulletins]
        return tuple(sorted(found, key=lambda bulletin: bulletin.posted, reverse=True))


@dataclass(frozen=True)
class BankFiles:
    """A bank with the files that it was read from, for those who look at how it is written."""

    bank: Bank
    policies: Mapping[str, Source]
    """By policy."""
    questions: Mapping[str, Source]
    """By question: its file."""


def load_bank(folder: str | Path) -> Bank:
    """The bank in a folder with `policies` and `questions`. Raises CaseError with every error found."""
    problems, files = examine_bank(folder)
    if errors(problems) or files is None:
        raise CaseError(errors(problems))
    return files.bank


def examine_bank(folder: str | Path) -> tuple[tuple[Problem, ...], BankFiles | None]:
    """Everything that is wrong with a bank's files, and the bank if it can be used all the same."""
    folder = Path(folder)
    sources: list[Source] = []
    with collection_paused():
        policies, policy_sources = policies_in(folder, sources)
        questions, names, question_sources = _questions(folder, policies, sources)
    if not policies and not questions and not sources:
        message = Message("There are no policies and no questions in this folder.")
        return (Problem(Source(str(folder)).place(()), "empty", message),), None
    _check_relations(questions, question_sources)
    questions = _related_both_ways(questions)
    problems = [problem for source in sources for problem in source.problems]
    usable = not errors(problems)
    files = BankFiles(Bank(policies, questions, names), policy_sources, question_sources) if usable else None
    return in_reading_order(problems), files


def bank_folder(path: str | Path) -> Path | None:
    """The bank that a path belongs to: its folder, one of its two folders, or a file in one; else None."""
    path = Path(path)
    if path.is_dir():
        if (path / POLICIES).is_dir() or (path / QUESTIONS).is_dir():
            return path
        return path.absolute().parent if path.absolute().name in (POLICIES, QUESTIONS) else None
    return (
        path.parent.parent if path.suffix == ".yaml" and path.parent.name in (POLICIES, QUESTIONS) else None
    )


def _questions(
    folder: Path, policies: Mapping[str, Policy], sources: list[Source]
) -> tuple[dict[str, Question], dict[str, Pair], dict[str, Source]]:
    questions: dict[str, Question] = {}
    found: dict[str, Source] = {}
    named: dict[str, tuple[Pair, Source]] = {}
    for source in authored_files(folder / QUESTIONS, sources):
        document = validate(source, QuestionsDocument)
        if document is None:
            continue
        if len(questions) + len(document.questions) > MAX_QUESTIONS:
            message = Message("A bank may have {limit} questions at most.", limit=MAX_QUESTIONS)
            source.report("too-large", message)
            break
        for name, question in build_questions(document, policies, source).items():
            if name in questions:
                report_twice(name, source, "questions", name)
            questions[name], found[name] = question, source
        for name, part in document.names.items():
            if name in named:
                _report_named_twice(name, source)
            named[name] = pair(part), source
    _check_named(named, questions, policies)
    return questions, {name: words for name, (words, _) in named.items()}, found


def _check_named(
    named: Mapping[str, tuple[Pair, Source]],
    questions: Mapping[str, Question],
    policies: Mapping[str, Policy],
) -> None:
    """Warn of names for what is no desk and no topic: harmless, but most likely misspelt."""
    known = {policy.desk for policy in policies.values()}
    known |= {name for question in questions.values() for name in (question.desk, question.topic)}
    for name, (_, source) in named.items():
        if name not in known:
            hint = Message("") if source.full("unknown-name") else did_you_mean(name, sorted(known))
            message = Message("There is no desk and no topic “{name}”.{hint}", name=name, hint=hint)
            source.report("unknown-name", message, source.place(("names", name), key=True), Severity.WARNING)


def _report_named_twice(name: str, source: Source) -> None:
    message = Message("“{name}” has a name in another file of this bank already; name it in one.", name=name)
    source.report("name-twice", message, source.place(("names", name), key=True))


def _check_relations(questions: Mapping[str, Question], sources: Mapping[str, Source]) -> None:
    for name, question in questions.items():
        for key, named in (("enemies", question.enemies), ("siblings", question.siblings)):
            for other in sorted(named):
                if other == name or other not in questions:
                    at = ("questions", name, key)
                    told = not sources[name].full("unknown-name")
                    others = [known for known in questions if known != name] if told else []
                    report_unknown(other, others, Message("question"), at, sources[name])


def _related_both_ways(questions: Mapping[str, Question]) -> dict[str, Question]:
    """The questions, each an enemy or a sibling of all that name it: an author need say it only once."""
    enemies = {name: set(question.enemies) for name, question in questions.items()}
    siblings = {name: set(question.siblings) for name, question in questions.items()}
    for name, question in questions.items():
        for relation, named in ((enemies, question.enemies), (siblings, question.siblings)):
            for other in named & questions.keys():
                relation[other].add(name)
    return {
        name: replace(question, enemies=frozenset(enemies[name]), siblings=frozenset(siblings[name]))
        for name, question in questions.items()
    }
