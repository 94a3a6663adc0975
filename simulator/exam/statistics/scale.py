"""The questions of many months on one scale, as far as the months can be linked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .linking import NotLinked, linked
from .marks import Marks
from .response_theory import ItemParameters, fitted


@dataclass(frozen=True, slots=True)
class MonthOfMarks:
    """The marks of an exam, with the questions' ids in the order of the table."""

    day: date
    questions: tuple[str, ...]
    marks: Marks


@dataclass(frozen=True, slots=True)
class CommonScale:
    """Questions on one scale."""

    parameters: Mapping[str, ItemParameters]
    """By id; of the newest month in which enough answered the question."""
    since: date | None
    """The month whose abilities the scale counts in."""
    unlinked: tuple[date, ...]
    """Months that share too few questions with the others; nothing is taken from them."""


def common_scale(months: Sequence[MonthOfMarks]) -> CommonScale:
    """The questions of all months that can be linked, on the scale of the first one."""
    known: dict[str, ItemParameters] = {}
    since: date | None = None
    unlinked: list[date] = []
    for month in sorted(months, key=lambda month: month.day):
        if not month.marks.scores.size:
            continue
        items = dict(zip(month.questions, fitted(month.marks).items, strict=True))
        items = {name: item for name, item in items.items() if not item.few}
        if since is None:
            known, since = items, (month.day if items else None)
            continue
        try:
            link = linked(known, items)
        except NotLinked:
            unlinked.append(month.day)
            continue
        known |= {name: link.item(item) for name, item in items.items()}
    return CommonScale(known, since, tuple(unlinked))
