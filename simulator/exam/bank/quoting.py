"""Texts that quote a figure which a policy has changed since: they would tell 21 days under an answer of 14.

Only a person knows whether the figure in a text is that of the policy. So such a question is on hold until
somebody has looked: they write the text from the new version on, or say that it still holds.
"""

import re
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from simulator.policy.policy import Policy, PolicyVersion
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .numerals import folded, in_digits
from .question import Question

_UNITS = {
    "amount": ("元", "块", "yuan"),
    "percent": ("%", "percent"),
    "days": ("个工作日", "工作日", "天", "日", "working days", "working day", "days", "day"),
    "hours": ("小时", "hours", "hour"),
    "minutes": ("分钟", "minutes", "minute"),
    "limit": ("次", "times"),
}
"""The words for the kinds of facts; behind a figure, longer ones first."""
_KINDS = {word: kind for kind, words in _UNITS.items() for word in words}
_FIGURE = re.compile(
    rf"(?<![\d.])(\d+(?:\.\d+)?)(?![\d.]*\d)[ -]*({'|'.join(re.escape(word) for word in _KINDS)})?"
)
TEXTS_AT_HAND = 16_384
"""Texts whose figures are known: all of a large bank, as each of its pages asks for them."""
_TOO_COMMON = {"0", "1"}
"""一 and “a” stand in every other sentence."""
Figure = tuple[str, str]
"""A number as it is written, and the kind of fact that its unit says; empty where it has none."""


def outdated_text(question: Question, policy: Policy, version: PolicyVersion) -> Message | None:
    """Which text of a question quotes a figure that an earlier version had and this one has not; else None.

    A text that quotes the new figure as well was written with both in mind.
    """
    for where, text, later in _texts(question):
        written = policy.latest_of({*later, *question.still_holds}, version)
        chosen = policy.latest_of(later, version)
        quoted = _figures(text if chosen is None else later[chosen.id])
        since = policy.versions.index(written) if written is not None else 0
        for earlier in policy.versions[since : policy.versions.index(version)]:
            figure = min(_replaced(question, policy, earlier, version, quoted), default=None)
            if figure is not None:
                return Message("{text} quotes {figure}, which version {version} has changed.",
                               text=where, figure=figure, version=version.id)  # fmt: skip
    return None


def _texts(question: Question) -> Iterator[tuple[Message, Pair, Mapping[str, Pair]]]:
    yield Message("The explanation"), question.explanation, question.explanation_from
    for option in question.options:
        yield Message("What is said about option “{option}”", option=option.id), option.why, option.why_from


def _replaced(
    question: Question, policy: Policy, earlier: PolicyVersion, now: PolicyVersion, quoted: Set[Figure]
) -> set[str]:
    """Those of the quoted numbers that counted in an earlier version and do not any more."""
    found = set()
    for name, value in earlier.values.items():
        kind, new = policy.facts[name].kind, now.values.get(name)
        if value == new or isinstance(value, bool):
            continue
        if _among((str(value), kind), quoted) and not _among((str(new), kind), quoted):
            found.add(str(value))
    before, after = _cited(question, earlier), _cited(question, now)
    if not any(_among(figure, quoted) for figure in after - before):
        counting: set[Figure] = {(str(value), policy.facts[name].kind) for name, value in now.values.items()}
        gone = (figure for figure in before - after if not _among(figure, counting))
        found |= {figure[0] for figure in gone if _among(figure, quoted)}
    return found - _TOO_COMMON


def _among(figure: Figure, others: Set[Figure]) -> bool:
    """Whether a figure is among others: 10 % is not 10 days, but 10 may be either."""
    number, kind = figure
    return any(number == other and (not kind or not unit or kind == unit) for other, unit in others)


def _cited(question: Question, version: PolicyVersion) -> set[Figure]:
    """The figures in the clauses that a question cites."""
    return {figure for name in question.cites for figure in _figures(version.clauses.get(name, Pair()))}


@lru_cache(TEXTS_AT_HAND)
def _figures(text: Pair) -> frozenset[Figure]:
    """The figures in a text, in either language, numerals in words included."""
    found = (found for one in text for found in _FIGURE.finditer(in_digits(folded(one or ""))))
    return frozenset((one[1], _KINDS.get(one[2] or "", "")) for one in found)
