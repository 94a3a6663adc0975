"""A blueprint: what a paper has to be like. `rules` turns it into rules that can be met, broken and named."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.exam.bank.wording import KINDS
from simulator.exam.statistics.marks import Numbers
from simulator.exam.statistics.response_theory import information
from simulator.text.bilingual import Pair
from simulator.text.message import Message, plural
from simulator.text.refusal import Refusal

from .bank_question import TAGS, BankQuestion

# SciPy is imported where it is used: it takes long to load, and only who sets papers needs it.


class BlueprintRefused(Refusal):
    """A blueprint or a bank that says nothing which could be met."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many, or how much: from `least` to `most`; None is no bound."""

    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class InformationQuota:
    """The information that a form must give at an ability: 1 over its root is the standard error there."""

    ability: float
    quota: Quota


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What each of the parallel forms of a paper has to be like."""

    length: int
    """Questions on each form."""
    minutes: float | None = None
    """The questions' minutes at most, in all."""
    topics: Mapping[str, Quota] = field(default_factory=dict)
    kinds: Mapping[str, Quota] = field(default_factory=dict)
    tags: Mapping[str, Quota] = field(default_factory=dict)
    difficulty: Quota | None = None
    """Of the mean."""
    information: tuple[InformationQuota, ...] = ()
    exposure: int | None = None
    """On how many papers a question may have been in the end, these included."""
    forms: int = 1
    uses: int = 1
    """On how many of the forms a question may stand."""
    seed: int = 0
    pins: Mapping[str, str] = field(default_factory=dict)
    """Questions that have to stand on a form at least, by id, with the reason."""
    names: Mapping[str, Pair] = field(default_factory=dict)
    """What the topics are called in its rules and reasons, where this is not their id."""


@dataclass(frozen=True, slots=True)
class BlueprintRule:
    """A rule of a blueprint, as bounds of sums over the questions of a form (or, `across`, of all forms)."""

    words: Message
    rows: Any
    """A sparse matrix: sums down, questions across."""
    least: Numbers
    most: Numbers
    across: bool = False
    reason: Message | None = None
    """What it says for a question that counts towards it; {count} is to be filled in."""


def rules(blueprint: Blueprint, bank: Sequence[BankQuestion]) -> tuple[BlueprintRule, ...]:
    """All rules of a blueprint for this bank. Raises BlueprintRefused."""
    if min(blueprint.length, blueprint.forms, blueprint.uses) < 1:
        raise BlueprintRefused(Message("A paper needs at least one question, one form and one use of each."))
    if len({question.id for question in bank}) < len(bank):
        raise BlueprintRefused(Message("Two questions of the bank have the same id."))
    return tuple(_rules(blueprint, bank))


def enemy_pairs(bank: Sequence[BankQuestion]) -> list[tuple[int, int]]:
    """The pairs of questions, by their places in the bank, that must not stand on the same form."""
    places = {question.id: place for place, question in enumerate(bank)}
    pairs = {
        (min(place, places[other]), max(place, places[other]))
        for place, question in enumerate(bank)
        for other in question.enemies
        if other in places and other != question.id
    }
    return sorted(pairs)


def _rules(blueprint: Blueprint, bank: Sequence[BankQuestion]) -> Iterator[BlueprintRule]:
    everything = numpy.ones(len(bank))
    words = plural(
        "One question on each paper; the bank has {stock}.",
        "{count} questions on each paper; the bank has {stock}.",
        count=blueprint.length,
        stock=len(bank),
    )
    yield _sum(words, everything, blueprint.length, blueprint.length)
    if blueprint.minutes is not None:
        words = Message("At most {minutes} minutes for each paper.", minutes=f"{blueprint.minutes:g}")
        yield _sum(words, numpy.array([question.minutes for question in bank]), most=blueprint.minutes)
    topics, kinds, tags = blueprint.topics, blueprint.kinds, blueprint.tags
    yield from _counted(topics, blueprint.names, bank, _TOPIC, lambda one, name: one.topic == name)
    yield from _counted(kinds, KINDS, bank, _KIND, lambda one, name: one.kind == name)
    yield from _counted(tags, TAGS, bank, _TAG, lambda one, name: name in one.tags)
    yield from _difficulty(blueprint.difficulty or Quota(), bank)
    for level in blueprint.information:
        yield from _information(level, bank)
    yield from _apart(bank)
    yield from _sparing(blueprint, bank)
    yield from _pinned(blueprint, bank)


@dataclass(frozen=True, slots=True)
class _Sentences:
    least: Message
    most: Message
    reason: Message


_TOPIC = _Sentences(
    Message("At least {least} about “{name}” on each paper; the bank has {count}."),
    Message("At most {most} about “{name}” on each paper."),
    Message("About “{name}”: at least {least} are wanted, {count} are here."),
)
_KIND = _Sentences(
    Message("At least {least} of the kind “{name}” on each paper; the bank has {count}."),
    Message("At most {most} of the kind “{name}” on each paper."),
    Message("Of the kind “{name}”: at least {least} are wanted, {count} are here."),
)
_TAG = _Sentences(
    Message("At least {least} marked “{name}” on each paper; the bank has {count}."),
    Message("At most {most} marked “{name}” on each paper."),
    Message("Marked “{name}”: at least {least} are wanted, {count} are here."),
)


def _counted(
    quotas: Mapping[str, Quota],
    called: Mapping[Any, object],
    bank: Sequence[BankQuestion],
    say: _Sentences,
    belongs: Callable[[BankQuestion, str], bool],
) -> Iterator[BlueprintRule]:
    for name in sorted(quotas):
        quota, words_for = quotas[name], called.get(name, name)
        counts = numpy.array([float(belongs(question, name)) for question in bank])
        if quota.least is not None and quota.least > 0:
            least = f"{quota.least:g}"
            words = Message(say.least.text, least=least, name=words_for, count=int(counts.sum()))
            reason = Message(say.reason.text, least=least, name=words_for)
            yield _sum(words, counts, least=quota.least, reason=reason)
        if quota.most is not None:
            words = Message(say.most.text, most=f"{quota.most:g}", name=words_for)
            yield _sum(words, counts, most=quota.most)


def _difficulty(quota: Quota, bank: Sequence[BankQuestion]) -> Iterator[BlueprintRule]:
    difficulties = numpy.array([question.difficulty for question in bank])
    # the mean has a bound as soon as the sum of the distances from it has: no need to know the length
    if quota.least is not None:
        words = Message("A mean difficulty of at least {least}.", least=f"{quota.least:g}")
        yield _sum(words, difficulties - quota.least, least=0)
    if quota.most is not None:
        words = Message("A mean difficulty of at most {most}.", most=f"{quota.most:g}")
        yield _sum(words, difficulties - quota.most, most=0)


def _information(level: InformationQuota, bank: Sequence[BankQuestion]) -> Iterator[BlueprintRule]:
    told = information(
        [question.difficulty for question in bank],
        [question.discrimination for question in bank],
        level.ability,
    )[:, 0]
    ability = f"{level.ability:g}"
    if level.quota.least is not None:
        words = Message(
            "Information of at least {least} at ability {ability}.",
            least=f"{level.quota.least:g}",
            ability=ability,
        )
        yield _sum(words, told, least=level.quota.least)
    if level.quota.most is not None:
        words = Message(
            "Information of at most {most} at ability {ability}.",
            most=f"{level.quota.most:g}",
            ability=ability,
        )
        yield _sum(words, told, most=level.quota.most)


def _apart(bank: Sequence[BankQuestion]) -> Iterator[BlueprintRule]:
    from scipy import sparse

    groups = list(_groups(enemy_pairs(bank)))
    if groups:
        owners = [place for place, group in enumerate(groups) for _ in group]
        members = [member for group in groups for member in sorted(group)]
        ones = numpy.ones(len(members))
        rows = sparse.csr_matrix((ones, (owners, members)), shape=(len(groups), len(bank)))
        words = Message("No two questions on one paper of which one gives the other away, or asks the same.")
        bounds = numpy.full(len(groups), -inf), numpy.ones(len(groups))
        yield BlueprintRule(words, rows, *bounds)


def _groups(pairs: Sequence[tuple[int, int]]) -> Iterator[set[int]]:
    """Groups of mutual enemies that cover all pairs: a rule for a group is tighter than rules for pairs."""
    enemies: dict[int, set[int]] = {}
    for one, other in pairs:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    covered: set[tuple[int, int]] = set()
    for one, other in pairs:
        if (one, other) in covered:
            continue
        group = {one, other}
        for third in sorted(enemies[one] & enemies[other]):
            if group <= enemies[third]:
                group.add(third)
        covered.update((a, b) for a in group for b in group if a < b)
        yield group


def _sparing(blueprint: Blueprint, bank: Sequence[BankQuestion]) -> Iterator[BlueprintRule]:
    """The rules on how often a question may be used."""
    if blueprint.uses < blueprint.forms:
        words = plural(
            "No question on more than one of the {forms} papers.",
            "No question on more than {count} of the {forms} papers.",
            count=blueprint.uses,
            forms=blueprint.forms,
        )
        yield _each(words, numpy.arange(len(bank)), numpy.full(len(bank), float(blueprint.uses)), len(bank))
    if blueprint.exposure is not None:
        left = numpy.array([max(0.0, blueprint.exposure - question.exposure) for question in bank])
        scarce = numpy.flatnonzero(left < blueprint.forms)
        if len(scarce):
            words = Message(
                "No question on more than {cap} papers in all; {count} of the bank have been on so many.",
                cap=blueprint.exposure,
                count=int((left == 0).sum()),
            )
            yield _each(words, scarce, left[scarce], len(bank))


def _pinned(blueprint: Blueprint, bank: Sequence[BankQuestion]) -> Iterator[BlueprintRule]:
    """A rule for each question that has to be asked; one that nobody can keep where it cannot be."""
    from scipy import sparse

    for name, reason in blueprint.pins.items():
        here = numpy.array([[float(question.id == name) for question in bank]])
        words = Message("By hand: “{question}” is on a form ({reason}).", question=name, reason=reason)
        bounds = numpy.ones(1), numpy.array([inf])
        yield BlueprintRule(words, sparse.csr_matrix(here), *bounds, across=True)


def _sum(
    words: Message,
    coefficients: Numbers,
    least: float = -inf,
    most: float = inf,
    reason: Message | None = None,
) -> BlueprintRule:
    from scipy import sparse

    bounds = numpy.array([float(least)]), numpy.array([float(most)])
    return BlueprintRule(words, sparse.csr_matrix(coefficients[None, :]), *bounds, reason=reason)


def _each(words: Message, places: NDArray[numpy.int64], most: Numbers, size: int) -> BlueprintRule:
    from scipy import sparse

    count = len(places)
    rows = sparse.csr_matrix((numpy.ones(count), (numpy.arange(count), places)), shape=(count, size))
    return BlueprintRule(words, rows, numpy.full(count, -inf), most, across=True)
