"""What the right answer to a question is on a day, and which questions have none since a policy changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from simulator.policy.policy import Policy, PolicyVersion
from simulator.text.bilingual import Pair
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .question import Answer, Question
from .quoting import outdated_text


@dataclass(frozen=True, slots=True)
class Key:
    """The right answer on a day, with the version of the policy that makes it right."""

    answer: Answer
    version: str
    stated_for: str
    """The version that the author gave it for: an earlier one where no cited clause has changed since."""
    explanation: Pair
    whys: Mapping[str, Pair]
    """What is said about each option."""
    ruled: bool = False
    """Whether the answer was decided after the exam: the texts were written for another one."""


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

    A stated key goes on to count in a later version as long as every cited clause reads the same, or after
    somebody has said that it still holds.
    """
    gone = [clause for clause in question.cites if clause not in version.clauses]
    if gone:
        return Message("Version {version} has no clause {clauses} any more.", version=version.id,
                       clauses=", ".join(gone))  # fmt: skip
    if question.computed:
        return _computed(question, policy, version)
    stated = policy.latest_of(question.stated, version)
    if stated is None:
        return Message("There is no key for version {version}.", version=version.id)
    looked_at = policy.latest_of(question.still_holds, version)
    basis = stated if looked_at is None or looked_at.effective < stated.effective else looked_at
    changed = [clause for clause in question.cites if basis.clauses.get(clause) != version.clauses[clause]]
    if changed:
        return Message(
            "Clause {clauses} reads otherwise in version {version}; the key is for {keyed}.",
            clauses=", ".join(changed),
            version=version.id,
            keyed=basis.id,
        )
    return _key(question, policy, version, question.stated[stated.id], stated.id)


def on_hold(question: Question, policies: Mapping[str, Policy], day: date) -> Message | None:
    """Why a question may not be asked anew on a day; None where it may, or is retired.

    It has no right answer, or a text of it quotes a figure that the policy has changed. What was asked before
    is marked all the same: see `resolved`.
    """
    if question.retired is not None and question.retired <= day:
        return None
    found = resolved(question, policies, day)
    if isinstance(found, Message):
        return found
    policy = policies[question.policy]
    version = policy.version(found.version)
    return None if version is None else outdated_text(question, policy, version)


def quarantined(
    questions: Iterable[Question], policies: Mapping[str, Policy], day: date
) -> tuple[Quarantined, ...]:
    """The questions that are on hold on a day, each with the reason."""
    found = []
    for question in questions:
        reason = on_hold(question, policies, day)
        if reason is not None:
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


def _key(question: Question, policy: Policy, version: PolicyVersion, answer: Answer, stated: str) -> Key:
    """The key, with the texts that are shown under a version."""

    def said(text: Pair, later: Mapping[str, Pair]) -> Pair:
        found = policy.latest_of(later, version)
        return text if found is None else later[found.id]

    return Key(
        answer,
        version.id,
        stated,
        said(question.explanation, question.explanation_from),
        {option.id: said(option.why, option.why_from) for option in question.options},
    )


def _computed(question: Question, policy: Policy, version: PolicyVersion) -> Key | Message:
    missing = sorted({name for c in question.computed.values() for name in c.names} - version.values.keys())
    if missing:
        return Message("Version {version} has no value for {facts}.", version=version.id,
                       facts=", ".join(missing))  # fmt: skip
    values = {name: computed.of(version.values) for name, computed in question.computed.items()}
    if question.kind in ("number", "true-false"):
        (value,) = values.values()
        answer: Answer = bool(value) if question.kind == "true-false" else int(value)
        return _key(question, policy, version, answer, version.id)
    right = tuple(name for name, value in values.items() if value)
    if question.kind == "single" and len(right) == 1:
        return _key(question, policy, version, right[0], version.id)
    if question.kind == "multiple" and 0 < len(right) < len(values):
        return _key(question, policy, version, right, version.id)
    return Message("Under version {version} the conditions make {count} of {all} options right.",
                   version=version.id, count=len(right), all=len(values))  # fmt: skip
