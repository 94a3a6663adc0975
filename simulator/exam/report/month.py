"""The month of a team or of the whole desk: scores, what keeps going wrong, what it costs, who helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.exam.bank.loading import Bank
from simulator.exam.bank.wording import BEARERS
from simulator.exam.results.results import ExamResults, past_month
from simulator.exam.statistics.linking import CommonScale
from simulator.exam.statistics.marks import share_interval
from simulator.exam.statistics.persistent import MonthShare, PastMonth, Point, persistent_points
from simulator.render.charts import Bar, Bars, Columns, Lines, bars, columns
from simulator.render.rendering import rendered_html, rendered_markdown
from simulator.text.bilingual import Said
from simulator.text.language import Language, Translator, translator
from simulator.text.proportion import Proportion

from .members import ExamMemberRow, ExamTeamRow, GroupMember, HelpRow, help_rows, member_rows, team_rows
from .months import MonthScore, SatExam, ability_picture, course_picture, month_score, restricted

MOST_MONTHS = 12
"""Months that the report looks back at, this one included."""
SHOWN_MONTHS = 3
"""Months whose shares are shown of a point."""
MOST_POINTS = 20
MOST_QUESTIONS = 10
MOST_BARS = 8


@dataclass(frozen=True, slots=True)
class PointRow:
    """A topic, or a clause with its text, with the last months; None where it did not come up."""

    topic: str
    policy: Said | None
    clause: Said | None
    months: tuple[MonthShare | None, ...]
    cost: float
    """In the months in which it came up last, in yuan."""

    @property
    def name(self) -> str:
        """The topic, or the policy's title."""
        return self.policy.text if self.policy else self.topic


@dataclass(frozen=True, slots=True)
class CostlyQuestion:
    """A question whose wrong answers would have cost most; `wrong` is the sum of what was missing."""

    stem: Said
    topic: str
    asked: int
    wrong: float
    cost: float
    borne_by: str


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month of a group: `group` is its name, empty for the whole desk. Costs are in yuan."""

    language: Language
    title: str
    desk: str
    group: str
    day: date
    cuts: tuple[float, ...]
    of: int
    came: int
    running: int
    mean: float | None
    passed: Proportion
    pass_least: float
    pass_most: float
    open: int
    months: tuple[MonthScore, ...]
    """Oldest first, this one last."""
    teams: tuple[ExamTeamRow, ...]
    """Empty unless there are several."""
    shown_months: tuple[date, ...]
    """Whose shares the points show, oldest first."""
    new: tuple[PointRow, ...]
    persistent: tuple[PointRow, ...]
    mended: tuple[PointRow, ...]
    cost: float
    bearers: tuple[tuple[str, float], ...]
    topics: tuple[tuple[str, float], ...]
    """What each topic cost, the costliest first."""
    questions: tuple[CostlyQuestion, ...]
    help: tuple[HelpRow, ...]
    members: tuple[ExamMemberRow, ...]
    void: int
    spread: Columns | None
    course: Lines | None
    ability: Lines | None
    cost_picture: Bars | None

    @property
    def linked(self) -> bool:
        """Whether any month but the first could be put on the scale."""
        return sum(month.ability is not None for month in self.months) > 1


def month_report(
    sat: SatExam,
    earlier: Sequence[SatExam],
    members: Mapping[int, GroupMember],
    language: Language,
    *,
    group: str = "",
    scale: CommonScale | None = None,
    calls: Sequence[PastMonth] = (),
) -> MonthReport:
    """The month of those whose results are in `members`, by person; `earlier` are exams before this one.

    `scale` holds the questions of all these months, as they did with everybody; `calls` what calls of cases
    tell of clauses, which counts for the points and not for the cost.
    """
    t = translator(language)
    before = sorted((one for one in earlier if one.exam.day < sat.exam.day), key=lambda one: one.exam.day)
    history = [*before, sat][-MOST_MONTHS:]
    own = [restricted(one.results, members.keys()) for one in history]
    results = own[-1]
    past = [past_month(found, one.bank) for found, one in zip(own, history, strict=True)]
    months = tuple(month_score(one, found, scale) for one, found in zip(history, own, strict=True))
    shares = [result.share for result in results.present]
    passed = Proportion(sum(result.passed for result in results.present), len(results.present))
    interval = share_interval(passed.share, passed.of)
    points = persistent_points([*past, *calls], sat.exam.day)
    shown = tuple(sorted({month.month for point in points for month in point.months}))[-SHOWN_MONTHS:]
    rows = _Points(sat.bank, shown, language)
    this, costs = past[-1], _question_costs(results, sat.bank)
    bearers = dict.fromkeys(BEARERS, 0.0)
    topics: dict[str, float] = {}
    for asked in this.asked:
        if asked.borne_by is not None:
            bearers[asked.borne_by] += asked.cost
        if asked.topic is not None:
            topics[asked.topic] = topics.get(asked.topic, 0.0) + asked.cost
    dearest = tuple(
        (sat.bank.name_of(topic, language), cost)
        for topic, cost in sorted(topics.items(), key=lambda one: -one[1])
        if cost
    )
    return MonthReport(
        language=language,
        title=sat.exam.title,
        desk=sat.bank.name_of(sat.exam.desk, language),
        group=group,
        day=sat.exam.day,
        cuts=results.cuts,
        of=len(results.examinees),
        came=len(results.present),
        running=len(results.running),
        mean=sum(shares) / len(shares) if shares else None,
        passed=passed,
        pass_least=interval.least,
        pass_most=interval.most,
        open=len(results.to_decide),
        months=months,
        teams=team_rows(results, sat.bank, members, t),
        shown_months=shown,
        new=rows.of(_new(points, sat.exam.day)),
        persistent=rows.of([point for point in points if point.persistent]),
        mended=rows.of(_mended(points, [*past, *calls], sat.exam.day)),
        cost=sum(bearers.values()),
        bearers=tuple((t(BEARERS[bearer]), cost) for bearer, cost in bearers.items()),
        topics=dearest,
        questions=tuple(
            CostlyQuestion(
                sat.bank.questions[name].stem.said(language),
                sat.bank.name_of(sat.bank.questions[name].topic, language),
                asked,
                wrong,
                cost,
                t(BEARERS[sat.bank.questions[name].cost.borne_by]),
            )
            for name, asked, wrong, cost in costs[:MOST_QUESTIONS]
        ),
        help=help_rows(results, sat.bank, members, language),
        members=member_rows(results, sat.bank, members, language),
        void=len(results.void),
        spread=_spread(shares, results.cuts, t) if shares else None,
        course=course_picture(months, t),
        ability=ability_picture(months, t),
        cost_picture=_cost_picture(dearest, t),
    )


def month_html(d: MonthReport) -> str:
    """The report as one HTML file that asks nobody for anything."""
    return rendered_html("exam_month.html.j2", d, d.language, d.language)


def month_markdown(d: MonthReport) -> str:
    """The report as Markdown."""
    return rendered_markdown("exam_month.md.j2", d, d.language)


def _new(points: Sequence[Point], day: date) -> list[Point]:
    """Points that this month was bad for, and no month before among the last ones was."""
    month = day.replace(day=1)
    return [
        point for point in points if not point.persistent and _came_up(point, month) and point.months[-1].bad
    ]


def _came_up(point: Point, month: date) -> bool:
    return bool(point.months) and point.months[-1].month == month


def _mended(points: Sequence[Point], past: Sequence[PastMonth], day: date) -> list[Point]:
    """Points that were persistent until the month before, came up in this one, and are not any more."""
    month = day.replace(day=1)
    before = [one for one in past if one.day < month]
    were = {point.name for point in persistent_points(before) if point.persistent}
    return [
        point for point in points if point.name in were and not point.persistent and _came_up(point, month)
    ]


@dataclass(frozen=True, slots=True)
class _Points:
    """Puts points into rows."""

    bank: Bank
    months: tuple[date, ...]
    language: Language

    def of(self, points: Sequence[Point]) -> tuple[PointRow, ...]:
        return tuple(map(self._row, points[:MOST_POINTS]))

    def _row(self, point: Point) -> PointRow:
        by_month = {month.month: month for month in point.months}
        policy = self.bank.policies.get(point.policy or "")
        version = policy.as_of(self.months[-1].replace(day=28)) if policy and self.months else None
        clause = version.clauses.get(point.clause or "") if version else None
        return PointRow(
            topic=self.bank.name_of(point.topic or "", self.language),
            policy=None
            if point.policy is None
            else policy.title.said(self.language)
            if policy
            else Said(point.policy, self.language),
            clause=None
            if point.clause is None
            else clause.said(self.language)
            if clause
            else Said(point.clause, self.language),
            months=tuple(by_month.get(month) for month in self.months),
            cost=point.cost,
        )


def _question_costs(results: ExamResults, bank: Bank) -> list[tuple[str, int, float, float]]:
    """By question how often it was asked, how much went wrong and what that costs; the costliest first."""
    found = []
    for name in results.questions:
        missing = [
            1 - item.credit for result in results.present for item in result.items if item.question == name
        ]
        if wrong := sum(missing):
            found.append((name, len(missing), wrong, wrong * bank.questions[name].cost.yuan))
    return sorted(found, key=lambda one: (-one[3], one[0]))


def _spread(shares: Sequence[float], cuts: Sequence[float], t: Translator) -> Columns:
    description = t(
        "From {least} % to {most} %, on average {mean} %.",
        least=round(100 * min(shares)),
        most=round(100 * max(shares)),
        mean=round(100 * sum(shares) / len(shares)),
    )
    mark = cuts[0] if len(set(cuts)) == 1 else None
    return columns(t("How many people reached which score"), description, shares, mark)


def _cost_picture(topics: Sequence[tuple[str, float]], t: Translator) -> Bars | None:
    if len(topics) < 2:
        return None
    dearest = topics[0][1]
    return bars(
        t("What the wrong answers would have cost, by topic"),
        [
            Bar(topic, t("{value} yuan", value=f"{cost:,.0f}"), cost / dearest, tone="bad")
            for topic, cost in topics[:MOST_BARS]
        ],
    )
