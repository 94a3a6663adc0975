"""The months of a group: how each exam went, as shares of the marks and on the common scale of the months."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from simulator.exam.bank.loading import Bank
from simulator.exam.paper.exam import Exam
from simulator.exam.results.results import ExamResults
from simulator.exam.statistics.linking import CommonScale, NotLinked, linked
from simulator.exam.statistics.marks import NORMAL
from simulator.render.charts import Lines, Value, lines
from simulator.text.language import Translator
from simulator.text.proportion import Proportion


@dataclass(frozen=True, slots=True)
class SatExam:
    """An exam with what it came to, of everybody, and the bank that its papers were set from."""

    exam: Exam
    results: ExamResults
    bank: Bank


@dataclass(frozen=True, slots=True)
class MonthScore:
    """How an exam went for the group. Shares are 0-1; None where nobody came."""

    day: date
    title: str
    came: int
    mean: float | None
    least: float | None
    most: float | None
    """Where the mean lies with 95 % confidence; None for fewer than two."""
    passed: Proportion
    ability: float | None
    """The mean ability on the scale of the months, in deviations of its first one; None if not linked."""
    linked_by: int
    """How many questions carry the link."""


def restricted(results: ExamResults, persons: Collection[int]) -> ExamResults:
    """The results of some of the examinees alone."""
    return replace(results, examinees=tuple(one for one in results.examinees if one.person in persons))


def month_score(sat: SatExam, own: ExamResults, scale: CommonScale | None) -> MonthScore:
    """How an exam went for the group whose results are `own`."""
    shares = [result.share for result in own.present]
    count = len(shares)
    mean = sum(shares) / count if count else None
    half = None
    if mean is not None and count > 1:
        half = NORMAL * sqrt(sum((share - mean) ** 2 for share in shares) / (count - 1) / count)
    ability, common = _mean_ability(sat.results, {result.person for result in own.present}, scale)
    return MonthScore(
        day=sat.exam.day,
        title=sat.exam.title,
        came=count,
        mean=mean,
        least=None if mean is None or half is None else max(0.0, mean - half),
        most=None if mean is None or half is None else min(1.0, mean + half),
        passed=Proportion(sum(result.passed for result in own.present), count),
        ability=ability,
        linked_by=common,
    )


def _mean_ability(
    results: ExamResults, persons: Collection[int], scale: CommonScale | None
) -> tuple[float | None, int]:
    """The mean ability of some on the common scale, and how many questions carry that; None if none do."""
    fit = results.statistics.scale if results.present and results.questions else None
    if scale is None or fit is None or not persons:
        return None, 0
    items = dict(zip(results.questions, fit.items, strict=True))
    try:
        link = linked(scale.parameters, {name: item for name, item in items.items() if not item.few})
    except NotLinked:
        return None, 0
    means = link.abilities(fit.abilities).means
    own = [mean for result, mean in zip(results.present, means, strict=True) if result.person in persons]
    return float(sum(own) / len(own)), len(link.common)


_PERCENT_TICKS = (("0 %", 0.0), ("50 %", 0.5), ("100 %", 1.0))


_ABILITY_TICKS = (("−2", -2.0), ("−1", -1.0), ("0", 0.0), ("1", 1.0), ("2", 2.0))


def course_picture(months: Sequence[MonthScore], t: Translator) -> Lines | None:
    """Shares of the marks over the months; None for fewer than two."""
    held = [month for month in months if month.mean is not None]
    if len(held) < 2:
        return None
    means: list[Value] = [None if one.mean is None else (one.mean, one.least, one.most) for one in months]
    passes: list[Value] = [(one.passed.share, None, None) if one.passed.of else None for one in months]
    description = "; ".join(
        t(
            "{month}: mean {mean} %, passed {passed} %",
            month=f"{one.day:%Y-%m}",
            mean=round(100 * (one.mean or 0)),
            passed=one.passed.percent,
        )
        for one in held
    )
    series = [(t("mean"), "first", means), (t("passed"), "second", passes)]
    title = t("The mean share of the marks and the share of those who passed, by month")
    return lines(title, description, [f"{one.day:%y-%m}" for one in months], series, _PERCENT_TICKS)


def ability_picture(months: Sequence[MonthScore], t: Translator) -> Lines | None:
    """Abilities over the months; None where fewer than two are on one scale."""
    held = [month for month in months if month.ability is not None]
    if len(held) < 2:
        return None
    values: list[Value] = [None if one.ability is None else (one.ability, None, None) for one in months]
    description = "; ".join(f"{one.day:%Y-%m}: {one.ability:+.2f}" for one in held)
    title = t("The mean ability by month, whatever the papers were")
    names = [f"{one.day:%y-%m}" for one in months]
    return lines(title, description, names, [(t("ability"), "first", values)], _ABILITY_TICKS)
