"""Texts that quote a figure which a policy has changed since: they would tell 21 days under an answer of 14.

Only a person knows whether the figure in a text is that of the policy. So such a question is on hold until
somebody has looked: they write the text from the new version on, or say that it still holds.
"""

import re
from collections.abc import Iterator, Mapping

from simulator.policy.policy import Policy, PolicyVersion
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .numerals import folded, in_digits
from .question import Question

_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]*\d)")
_TOO_COMMON = {"0", "1"}
"""一 and “a” stand in every other sentence."""


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
            figure = min(_replaced(question, earlier, version, quoted), default=None)
            if figure is not None:
                return Message("{text} quotes {figure}, which version {version} has changed.",
                               text=where, figure=figure, version=version.id)  # fmt: skip
    return None


def _texts(question: Question) -> Iterator[tuple[Message, Pair, Mapping[str, Pair]]]:
    yield Message("The explanation"), question.explanation, question.explanation_from
    for option in question.options:
        yield Message("What is said about option “{option}”", option=option.id), option.why, option.why_from


def _replaced(question: Question, earlier: PolicyVersion, now: PolicyVersion, quoted: set[str]) -> set[str]:
    """Those of the quoted figures that counted in an earlier version and do not any more."""
    found = set()
    for name, value in earlier.values.items():
        new = now.values.get(name)
        if value != new and not isinstance(value, bool) and str(value) in quoted and str(new) not in quoted:
            found.add(str(value))
    before, after = _cited(question, earlier), _cited(question, now)
    if not quoted & (after - before):
        found |= quoted & (before - after) - {str(value) for value in now.values.values()}
    return found - _TOO_COMMON


def _cited(question: Question, version: PolicyVersion) -> set[str]:
    """The figures in the clauses that a question cites."""
    return {figure for name in question.cites for figure in _figures(version.clauses.get(name, Pair()))}


def _figures(text: Pair) -> set[str]:
    """The figures in a text, in either language, numerals in words included."""
    return {figure for one in text for figure in _FIGURE.findall(in_digits(folded(one or "")))}
