"""What a case cites or quotes of a policy, where the policy says something else by now."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.policy.policy import Policy, PolicyVersion
from simulator.policy.wording import fact_value
from simulator.source.expressions import NAME
from simulator.source.reading import Location
from simulator.text.message import Message

_NAMED = re.compile(rf"(?<![\w-])({NAME})([./])({NAME})")
"""A fact of a policy, or a clause of one."""


def check(study: Study) -> Iterator[Remark]:
    """Look at what the policies say on the day of the check of all that a case with a date names of them."""
    then = study.case.day
    source = study.files.source
    for location, key, text in _texts(source.data, ()) if then is not None else ():
        for found in _NAMED.finditer(text):
            policy, sign, name = study.policies.get(found[1]), found[2], found[3]
            if policy is None or then is None or (sign == "/" and "cites" not in location):
                continue
            before, now = policy.as_of(then), policy.as_of(study.day)
            if before is None or now is None or now.effective <= before.effective:
                continue
            said = _fact(policy, name, before, now) if sign == "." else _clause(policy, name, before, now)
            if said is not None:
                yield Remark(source.inside(location, found.start(), key), said)


def _fact(policy: Policy, name: str, before: PolicyVersion, now: PolicyVersion) -> Message | None:
    """How a fact has changed; None where it has not."""
    if name not in before.values or now.values.get(name) == before.values[name]:
        return None
    fact, since = policy.facts[name], _since(policy, before, lambda version: version.values.get(name))
    if name not in now.values:
        return Message("“{policy}.{name}” is stated no more since {day}.", policy=policy.id, name=name,
                       day=since)  # fmt: skip
    return Message(
        "“{policy}.{name}” is {now} since {day}; on the case's date it is {then}. Look whether the case still"
        " holds, and give it a later date.",
        policy=policy.id,
        name=name,
        now=fact_value(fact, now.values[name]),
        then=fact_value(fact, before.values[name]),
        day=since,
    )


def _clause(policy: Policy, name: str, before: PolicyVersion, now: PolicyVersion) -> Message | None:
    """How a clause has changed; None where it has not."""
    if name not in before.clauses or now.clauses.get(name) == before.clauses[name]:
        return None
    since = _since(policy, before, lambda version: version.clauses.get(name))
    if name not in now.clauses:
        return Message("The clause “{policy}/{clause}” is gone since {day}.", policy=policy.id, clause=name,
                       day=since)  # fmt: skip
    return Message(
        "The clause “{policy}/{clause}” reads otherwise since {day}: “{words}” Look whether the case still"
        " holds, and give it a later date.",
        policy=policy.id,
        clause=name,
        words=now.clauses[name],
        day=since,
    )


def _since(policy: Policy, before: PolicyVersion, said: Any) -> date:
    """The day on which something was first other than in a version."""
    later = policy.versions[policy.versions.index(before) :]
    return next(version.effective for version in later if said(version) != said(before))


def _texts(data: Any, location: Location) -> Iterator[tuple[Location, bool, str]]:
    """Every text of a file, and every key, each with where it stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*location, key), True, str(key)
            yield from _texts(value, (*location, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _texts(value, (*location, place))
    elif isinstance(data, str):
        yield location, False, data


RULE = CaseRule("clause-outdated", check)
