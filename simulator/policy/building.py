"""From a `PolicyDocument` to a `Policy`: dates read, each version completed from the one before."""

from collections.abc import Collection
from datetime import date

from simulator.source.problems import what_there_is
from simulator.source.reading import Location, Source
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .document import PairPart, PolicyDocument, VersionPart
from .policy import Bulletin, Fact, FactValue, Policy, PolicyVersion

_NEVER = date(1, 1, 1)


def build_policy(document: PolicyDocument, source: Source) -> Policy:
    """The policy of a valid document. What does not fit together is reported to `source`."""
    return Policy(
        id=document.id,
        desk=document.desk,
        title=pair(document.title),
        facts={name: Fact(name, part.kind, pair(part.means)) for name, part in document.facts.items()},
        versions=_versions(document, source),
        bulletins=_bulletins(document, source),
    )


def pair(part: PairPart) -> Pair:
    """The two texts of a part."""
    return Pair(part.zh or "", part.en or "")


def day_of(text: str, location: Location, source: Source) -> date:
    """The day that a text names, as 2026-03-01; else it is reported, and long ago."""
    try:
        if len(text) == len("2026-03-01"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = Message("“{text}” is not a day; write year, month and day, as in 2026-03-01.", text=text)
    source.report("policy-date", message, source.place(location))
    return _NEVER


def report_unknown(
    name: str,
    candidates: Collection[str],
    what: Message,
    location: Location,
    source: Source,
    key: bool = False,
) -> bool:
    """Whether a name is not among the candidates, which is then reported with what there is."""
    if name in candidates:
        return False
    source.report(
        "unknown-name",
        lambda: Message(
            "There is no {what} “{name}”.{hint}", what=what, name=name, hint=what_there_is(name, candidates)
        ),
        source.place(location, key),
    )
    return True


def _versions(document: PolicyDocument, source: Source) -> tuple[PolicyVersion, ...]:
    versions: list[PolicyVersion] = []
    clauses: dict[str, Pair] = {}
    values: dict[str, FactValue] = {}
    for name, part in document.versions.items():
        at = ("versions", name)
        day = day_of(part.effective, (*at, "effective"), source)
        if versions and versions[-1].effective >= day > _NEVER:
            message = Message("The version before this one counts from {day}; a later one is needed.",
                              day=versions[-1].effective)  # fmt: skip
            source.report("policy-date", message, source.place((*at, "effective")))
        _drop(part, clauses, values, at, source)
        clauses |= {clause: pair(text) for clause, text in part.clauses.items()}
        values |= _values(document, part, at, source)
        if not clauses:
            source.report("missing-key", Message("“{key}” is missing here.", key="clauses"), source.place(at))
        versions.append(PolicyVersion(name, day, pair(part.summary), dict(clauses), dict(values)))
    return tuple(versions)


def _drop(
    part: VersionPart, clauses: dict[str, Pair], values: dict[str, FactValue], at: Location, source: Source
) -> None:
    for index, name in enumerate(part.drops):
        where = (*at, "drops", index)
        if not report_unknown(name, [*clauses, *values], Message("clause or fact"), where, source):
            clauses.pop(name, None)
            values.pop(name, None)


def _values(
    document: PolicyDocument, part: VersionPart, at: Location, source: Source
) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name, value in part.values.items():
        where = (*at, "values", name)
        if report_unknown(name, document.facts, Message("fact"), where, source, key=True):
            continue
        if isinstance(value, bool) is (document.facts[name].kind == "yes-no"):
            found[name] = value
        elif isinstance(value, bool):
            source.report("wrong-type", Message("This must be a whole number."), source.place(where))
        else:
            source.report("wrong-type", Message("This must be true or false."), source.place(where))
    return found


def _bulletins(document: PolicyDocument, source: Source) -> tuple[Bulletin, ...]:
    found = []
    for name, part in document.bulletins.items():
        at = ("bulletins", name)
        report_unknown(part.version, document.versions, Message("version"), (*at, "version"), source)
        posted = day_of(part.date, (*at, "date"), source)
        found.append(Bulletin(name, document.id, part.version, posted, pair(part.text)))
    return tuple(found)
