"""The checker: all rules on one case, less what its author has good reason to ignore.

A comment on the line of a problem, or alone on a line above it, ignores it and says why:

    patience: {starts: 20}   # winwin: ignore saturated-gauge - he is meant to hang up
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from simulator.call.case.loading import CaseFiles
from simulator.call.check.rules.clause_outdated import RULE as _CLAUSE_OUTDATED
from simulator.call.check.rules.clause_unknown import RULE as _CLAUSE_UNKNOWN
from simulator.call.solver.solving import BUDGET
from simulator.policy.policy import Policy
from simulator.source.problems import Place, Problem, Severity, did_you_mean, in_reading_order
from simulator.text.message import Message

from .claims import ClaimStanding, judged_claims
from .rules import all_rules
from .study import CaseRule, Finding, LaidInPlace, Study

FILE_RULES = frozenset({
    "unreadable", "too-large", "not-utf-8", "empty", "yaml", "duplicate-key", "key", "anchor", "tag",
    "too-deep", "missing-key", "unknown-key", "unknown-word", "wrong-type", "wrong-time", "wrong-name",
    "unknown-name", "name-twice", "reserved-name", "case-id", "condition", "no-otherwise", "effect",
    "old-effect", "too-varied", "record", "policy-fact", "clock", "claim", "cut-text", "gauge-range",
    "no-moves", "no-weight", "speaker", "voice", "same-wording", "audio", "upto", "question",
    "translation-of", "translation-missing", "translation-stale", "translation-extra", "plan-persona",
    "plan-stage", "plan-move", "plan-outcome", "not-checked",
})  # fmt: skip
"""What can be wrong with the files themselves, told when they are read or a plan is played."""
TOO_MANY = "too-many-positions"
IGNORE_REASON, IGNORE_UNKNOWN, IGNORE_UNUSED = "ignore-reason", "ignore-unknown", "ignore-unused"
OWN_RULES = frozenset({TOO_MANY, IGNORE_REASON, IGNORE_UNKNOWN, IGNORE_UNUSED})
"""What the checker says about its own work."""

_COMMENT = re.compile(
    r"(?:^|\s)#\s*winwin:\s*ignore\s+(?P<rules>[\w-]+(?:\s*[,，]\s*[\w-]+)*)\s*(?:[-–—－:：]+\s*(?P<why>.*\S))?"
)


def known_rules() -> tuple[str, ...]:
    """Every id that can stand in square brackets behind a problem, in alphabetical order."""
    return tuple(sorted({*FILE_RULES, *OWN_RULES, *all_rules()}))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules count: all of them, or the selected ones, less those left out.

    Errors count always, and so does it that a rule could not be looked for, unless that is left out.
    """

    selected: frozenset[str] | None = None
    left_out: frozenset[str] = frozenset()

    def __contains__(self, rule: str) -> bool:
        selected = self.selected is None or rule in self.selected or rule == TOO_MANY
        return selected and rule not in self.left_out

    def of(self, problems: Iterable[Problem]) -> list[Problem]:
        """Those of the problems that count."""
        return [p for p in problems if p.severity is Severity.ERROR or p.rule in self]


EVERYTHING = Selection()


def lint(
    problems: Iterable[Problem],
    files: CaseFiles | None,
    selection: Selection = EVERYTHING,
    budget: int = BUDGET,
    policies: Mapping[str, Policy] = MappingProxyType({}),
    day: date | None = None,
) -> tuple[Problem, ...]:
    """All that is wrong with a case, in reading order: what was found so far, and what the rules find.

    Without `files`, which is a case that cannot be played, nothing is added to the problems. Clauses that the
    case cites are looked for in `policies`, as they are on a day: today if none is given.
    """
    if files is None:
        return in_reading_order(selection.of(problems))
    rules = [rule for rule in all_rules().values() if rule.id in selection]
    found = [*problems, *findings(files, rules, budget, policies, day)]
    looked_for = {rule for rule in known_rules() if rule in selection}
    if not policies:
        looked_for -= {_CLAUSE_UNKNOWN.id, _CLAUSE_OUTDATED.id}  # nothing could be looked for
    if any(problem.rule == TOO_MANY for problem in found):
        looked_for -= {rule.id for rule in rules if rule.about_play}
    found = selection.of(found)
    for source in (files.source, *(source for _, source in files.translations.values())):
        found = list(without_ignored(found, source.text, source.file, looked_for))
    return in_reading_order(selection.of(found))


def findings(
    files: CaseFiles,
    rules: Iterable[CaseRule] | None = None,
    budget: int = BUDGET,
    policies: Mapping[str, Policy] = MappingProxyType({}),
    day: date | None = None,
) -> Iterator[Finding]:
    """What the rules find in a case that can be played, by rule; by default all rules.

    A case too large for the solver's budget is only looked at by the rules that do not need it, and a
    finding says so.
    """
    study = Study(files, budget, policies, day)
    chosen = list(all_rules().values() if rules is None else rules)
    about_play = [rule for rule in chosen if rule.about_play]
    left_out = [] if not about_play or study.solved else [rule for rule in about_play if not rule.in_part]
    if left_out:
        positions = sum(solution.reached.words.shape[1] for solution in study.solutions)
        yield Finding(
            study.place("rehearsal", key=True),
            TOO_MANY,
            Message(
                "The rehearsal has more positions than could be looked at ({positions}); {count} rules were"
                " left out. Coarser amounts (steps of 5) or fewer gauges make it smaller.",
                positions=positions,
                count=len(left_out),
            ),
            Severity.WARNING,
        )
        yield from _open_claims(study)
    for rule in chosen:
        if rule not in left_out:
            for remark in rule.check(study):
                if isinstance(remark.place, LaidInPlace):
                    continue  # what holds in one of the scenes that offer a reply may not hold in another
                yield Finding(remark.place, rule.id, remark.message, rule.severity, remark.witness)


def _open_claims(study: Study) -> Iterator[Finding]:
    """The claims that could not be proved, because not all positions were looked at."""
    for claim, judged in zip(study.case.claims, judged_claims(study.case, study.surveys), strict=True):
        if judged.standing is ClaimStanding.OPEN:
            message = Message(
                "Whether this holds of every call is not known: not all positions were looked at. Let more be"
                " looked at, with “--positions”."
            )
            yield Finding(study.place("claims", claim.place), TOO_MANY, message, Severity.WARNING)


class _Ignored(NamedTuple):
    line: int
    rule: str


def without_ignored(
    problems: Iterable[Problem],
    text: str,
    file: str,
    looked_for: Iterable[str] | None = None,
    known: Sequence[str] | None = None,
) -> Iterator[Problem]:
    """The problems of a file less those that its comments ignore, and what is wrong with these comments.

    A comment is only called useless where its rule was looked for; by default all rules were. `known` are the
    rules that there are, by default those about cases.
    """
    ignored, faults = _comments(text, file, known_rules() if known is None else known)
    used: set[_Ignored] = set()
    for problem in problems:
        entry = _Ignored(problem.place.line, problem.rule)
        if problem.place.file == file and entry in ignored and problem.severity is not Severity.ERROR:
            used.add(entry)
        else:
            yield problem
    yield from faults
    expected = set((known or known_rules()) if looked_for is None else looked_for)
    for entry in ignored:
        if entry not in used and entry.rule in expected:
            message = Message(
                "Nothing here is left to ignore of “{rule}”; take the comment out.", rule=entry.rule
            )
            yield Problem(ignored[entry], IGNORE_UNUSED, message, Severity.WARNING)


def _comments(text: str, file: str, known: Sequence[str]) -> tuple[dict[_Ignored, Place], list[Problem]]:
    """What the comments of a file ignore, with each comment's place, and what is wrong with them."""
    ignored: dict[_Ignored, Place] = {}
    faults = []
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line)
        if not found:
            continue
        place = Place(file, number, found.start("rules") + 1)
        if not found["why"]:
            message = Message("Say why: “# winwin: ignore {rules} - the reason”.", rules=found["rules"])
            faults.append(Problem(place, IGNORE_REASON, message, Severity.WARNING))
        for rule in re.split(r"\s*[,，]\s*", found["rules"]):
            if rule in known:
                ignored[_Ignored(_meant(lines, number), rule)] = place
            else:
                message = Message(
                    "There is no rule “{rule}” that could be ignored.{hint}",
                    rule=rule,
                    hint=did_you_mean(rule, known),
                )
                faults.append(Problem(place, IGNORE_UNKNOWN, message, Severity.WARNING))
    return ignored, faults


def _meant(lines: list[str], number: int) -> int:
    """The line that a comment on a line speaks of: that one, or the next with something on it."""
    for meant in range(number, len(lines) + 1):
        words = lines[meant - 1].strip()
        if words and not words.startswith("#"):
            return meant
    return number
