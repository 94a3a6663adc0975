"""What the right answer to a question is on a day, and which questions have none since a policy changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from simulator.policy.policy import Policy, PolicyVersion
from simulator.text.bilingual import Pair
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .question import Answer, Question


@dataclass(frozen=True, slots=True)
class Key:
    """The right answer on a day, with the version of the policy that makes it right."""

    answer: Answer
    version: str
    stated_for: str
    """The version that the author gave it for: an earlier one where no cited clause has changed since."""
    explanation: Pair


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A question that may not be asked until it is re-keyed or retired, and why."""

    question: str
    policy: str
    version: str | None
    reason: Message


@dataclass(frozen=True, slots=True)
class Change:
    """A version that came into force, with the clauses and facts that it made different."""

    policy: str
    version: str
    effective: date
    clauses: tuple[str, ...]
    facts: tuple[str, ...]


class NoKeyOnDay(Refusal):
    """A question without a right answer on the day; the message says what changed."""


def key_as_of(question: Question, policies: Mapping[str, Policy], day: date) -> Key:
    """The right answer to a question on a day. Raises NoKey."""
    found = resolved(question, policies, day)
    if isinstance(found, Message):
        raise NoKeyOnDay(found)
    return found


def resolved(question: Question, policies: Mapping[str, Policy], day: date) -> Key | Message:
    """The right answer to a question on a day, or why there is none."""
    policy = policies.get(question.policy)
    if policy is None:
        return Message("The policy “{policy}” is not there any more.", policy=question.policy)
    version = policy.as_of(day)
    if version is None:
        return Message("The policy “{policy}” does not count before {day}.", policy=policy.id,
                       day=policy.versions[0].effective)  # fmt: skip
    return in_version(question, policy, version)


def in_version(question: Question, policy: Policy, version: PolicyVersion) -> Key | Message:
    """The right answer under a version of the question's policy, or why there is none.

    A stated key goes on to count in a later version as long as every cited clause reads the same.
    """
    gone = [clause for clause in question.cites if clause not in version.clauses]
    if gone:
        return Message("Version {version} has no clause {clauses} any more.", version=version.id,
                       clauses=", ".join(gone))  # fmt: skip
    if question.computed:
        return _computed(question, policy, version)
    stated = _stated_before(question, policy, version)
    if stated is None:
        return Message("There is no key for version {version}.", version=version.id)
    changed = [clause for clause in question.cites if stated.clauses.get(clause) != version.clauses[clause]]
    if changed:
        return Message(
            "Clause {clauses} reads otherwise in version {version}; the key is for {keyed}.",
            clauses=", ".join(changed),
            version=version.id,
            keyed=stated.id,
        )
    answer = question.stated[stated.id]
    return Key(answer, version.id, stated.id, _explanation(question, policy, version))


def quarantined(
    questions: Iterable[Question], policies: Mapping[str, Policy], day: date
) -> tuple[Quarantined, ...]:
    """The questions that have no right answer on a day, each with the reason; retired ones left out."""
    found = []
    for question in questions:
        if question.retired is not None and question.retired <= day:
            continue
        reason = resolved(question, policies, day)
        if isinstance(reason, Message):
            version = policies[question.policy].as_of(day) if question.policy in policies else None
            name = version.id if version is not None else None
            found.append(Quarantined(question.id, question.policy, name, reason))
    return tuple(found)


def changes(policies: Mapping[str, Policy], after: date, until: date) -> tuple[Change, ...]:
    """The versions that came into force after a day, up to and with another, oldest first.

    A policy's first version is a change too: all of it is new.
    """
    found = []
    for policy in policies.values():
        before: PolicyVersion | None = None
        for version in policy.versions:
            if after < version.effective <= until:
                clauses = _different(before.clauses if before else {}, version.clauses)
                facts = _different(before.values if before else {}, version.values)
                found.append(Change(policy.id, version.id, version.effective, clauses, facts))
            before = version
    return tuple(sorted(found, key=lambda change: (change.effective, change.policy)))


def touched(questions: Iterable[Question], change: Change) -> tuple[str, ...]:
    """The questions that a change affects: those that cite a clause of it or compute with a fact of it."""
    return tuple(
        question.id
        for question in questions
        if question.policy == change.policy
        and (
            set(question.cites) & set(change.clauses)
            or any(computed.names & set(change.facts) for computed in question.computed.values())
        )
    )


def _different(before: Mapping[str, object], now: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name))


def _stated_before(question: Question, policy: Policy, version: PolicyVersion) -> PolicyVersion | None:
    """The latest version up to this one for which a key is stated."""
    upto = policy.versions[: policy.versions.index(version) + 1]
    return next((found for found in reversed(upto) if found.id in question.stated), None)


def _explanation(question: Question, policy: Policy, version: PolicyVersion) -> Pair:
    upto = policy.versions[: policy.versions.index(version) + 1]
    for earlier in reversed(upto):
        if earlier.id in question.explanation_from:
            return question.explanation_from[earlier.id]
    return question.explanation


def _computed(question: Question, policy: Policy, version: PolicyVersion) -> Key | Message:
    missing = sorted({name for c in question.computed.values() for name in c.names} - version.values.keys())
    if missing:
        return Message("Version {version} has no value for {facts}.", version=version.id,
                       facts=", ".join(missing))  # fmt: skip
    values = {name: computed.of(version.values) for name, computed in question.computed.items()}
    explanation = _explanation(question, policy, version)
    if question.kind in ("number", "true-false"):
        (value,) = values.values()
        answer: Answer = bool(value) if question.kind == "true-false" else int(value)
        return Key(answer, version.id, version.id, explanation)
    right = tuple(name for name, value in values.items() if value)
    if question.kind == "single" and len(right) == 1:
        return Key(right[0], version.id, version.id, explanation)
    if question.kind == "multiple" and 0 < len(right) < len(values):
        return Key(right, version.id, version.id, explanation)
    return Message("Under version {version} the conditions make {count} of {all} options right.",
                   version=version.id, count=len(right), all=len(values))  # fmt: skip
