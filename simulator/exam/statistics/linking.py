"""Linking: this month's abilities on the scale of another month, by the questions that both papers share.

A fit counts ability in standard deviations of those who sat. Two months of people differ, so their scales
do: ability in the old scale = slope · ability in the new one + shift. The two are found by Stocking & Lord
(1983): with them, the papers of common questions promise the same marks at every ability. A common question
that has itself become easier or harder, because it leaked or the policy changed, is found and left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy
from numpy.typing import NDArray

from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .marks import Marks, Numbers
from .response_theory import Abilities, ItemParameters, chances, fitted

FEWEST = 5
"""Fewer common questions than this do not carry a scale."""
DRIFT = 0.5
"""A question drifted when its difficulty moved by this much, and by more than its errors explain."""
BEYOND_ERROR = 3.0
"""How many standard errors the errors explain."""
STEPS = 50


class NotLinked(Refusal):
    """Two months that cannot be put on one scale."""


@dataclass(frozen=True, slots=True)
class ScaleLink:
    """How to get from a new scale to an old one."""

    slope: float
    shift: float
    common: tuple[str, ...]
    """The questions that it rests on, by id, in order."""
    drifted: tuple[str, ...]
    """Common questions that were left out, because they have become easier or harder themselves."""

    def ability(self, new: float) -> float:
        """An ability, or a difficulty, in the old scale."""
        return self.slope * new + self.shift

    def item(self, new: ItemParameters) -> ItemParameters:
        """A question in the old scale."""
        return replace(
            new,
            difficulty=self.ability(new.difficulty),
            discrimination=new.discrimination / self.slope,
            difficulty_error=new.difficulty_error * self.slope,
            discrimination_error=new.discrimination_error / self.slope,
        )

    def abilities(self, new: Abilities) -> Abilities:
        """Abilities in the old scale."""
        return Abilities(new.means * self.slope + self.shift, new.errors * self.slope)


def linked(old: Mapping[str, ItemParameters], new: Mapping[str, ItemParameters]) -> ScaleLink:
    """The link from the new month's scale to the old one's, by the questions in both, by id.

    Raises NotLinked where fewer than FEWEST common questions are left that did not drift. The one that
    drifted most is left out first, then all is looked at again.
    """
    common = sorted(old.keys() & new.keys())
    drifted: list[str] = []
    while len(common) >= FEWEST:
        before, now = [old[name] for name in common], [new[name] for name in common]
        slope, shift = _stocking_lord(before, now)
        worst, place = _drift(before, now, slope, shift)
        if worst <= 1:
            return ScaleLink(slope, shift, tuple(common), tuple(drifted))
        drifted.append(common.pop(place))
    raise NotLinked(
        Message(
            "The two months share {count} questions that stayed as hard as they were; it takes {least}.",
            count=len(common),
            least=FEWEST,
        )
    )


def _drift(
    before: Sequence[ItemParameters], now: Sequence[ItemParameters], slope: float, shift: float
) -> tuple[float, int]:
    """How far the question that moved most is beyond what is allowed, above 1 being too far, and which it is.

    Against the median of all, since those that drifted have pulled the link towards them.
    """
    gaps = numpy.array(
        [n.difficulty * slope + shift - o.difficulty for o, n in zip(before, now, strict=True)]
    )
    gaps -= numpy.median(gaps)
    errors = numpy.array(
        [
            numpy.hypot(o.difficulty_error, n.difficulty_error * slope)
            for o, n in zip(before, now, strict=True)
        ]
    )
    allowed = numpy.maximum(DRIFT, BEYOND_ERROR * errors)
    place = int(numpy.argmax(numpy.abs(gaps) / allowed))
    return float(abs(gaps[place]) / allowed[place]), place


def _stocking_lord(before: Sequence[ItemParameters], now: Sequence[ItemParameters]) -> tuple[float, float]:
    """The slope and shift with the least squared difference of expected marks, over abilities around 0.

    Found by Gauss & Newton's steps, halved while they do not help, from Loyd & Hoover's mean/mean (1980).
    """
    old_b, old_a = _columns(before)
    new_b, new_a = _columns(now)
    ability = numpy.linspace(-4, 4, 41)
    weights = numpy.sqrt(numpy.exp(-(ability**2) / 2))
    wanted = chances(old_b, old_a, ability).sum(axis=0)

    def gap(slope: float, shift: float) -> tuple[Numbers, NDArray[numpy.float64]]:
        right = chances(slope * new_b + shift, new_a / slope, ability)
        # the logit is a/slope · (θ - shift) - a·b
        steep = right * (1 - right) * (new_a / slope)[:, None]
        by_slope = -(steep * (ability - shift) / slope).sum(axis=0)
        by_shift = -steep.sum(axis=0)
        return weights * (right.sum(axis=0) - wanted), (weights * numpy.stack([by_slope, by_shift])).T

    slope = float(new_a.mean() / old_a.mean())
    shift = float(old_b.mean() - slope * new_b.mean())
    left, derivatives = gap(slope, shift)
    for _ in range(STEPS):
        step = numpy.linalg.lstsq(derivatives, -left, rcond=None)[0]
        size = 1.0
        while size > 1e-6:
            tried = float(slope + size * step[0]), float(shift + size * step[1])
            if tried[0] > 0:
                now_left, now_derivatives = gap(*tried)
                if now_left @ now_left <= left @ left:
                    break
            size /= 2
        else:
            break
        moved = max(abs(tried[0] - slope), abs(tried[1] - shift))
        slope, shift = tried
        left, derivatives = now_left, now_derivatives
        if moved < 1e-10:
            break
    return slope, shift


def _columns(items: Sequence[ItemParameters]) -> tuple[Numbers, Numbers]:
    return (
        numpy.array([item.difficulty for item in items]),
        numpy.array([item.discrimination for item in items]),
    )


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
