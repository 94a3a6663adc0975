"""The reports of an exam as tables for a spreadsheet, with the figures as numbers."""

from collections.abc import Iterator, Sequence

from simulator.exam.report.items import AnalysedQuestion, ItemReport
from simulator.exam.report.month import MonthReport, PointRow
from simulator.exam.report.result import ExamineeReport
from simulator.exam.results.explaining import ExplainedAnswer
from simulator.exam.statistics.marks import Interval
from simulator.render.spreadsheet import Cell, Sheet, SheetColumn
from simulator.text.language import Translator
from simulator.text.message import Message

RESULT_COLUMNS = (
    (Message("No."), 10),
    (Message("Topic"), 16),
    (Message("Question"), 50),
    (Message("Outcome"), 14),
    (Message("Marks"), 10),
    (Message("Most"), 10),
    (Message("The answer given"), 40),
    (Message("Right answer"), 40),
    (Message("Why"), 60),
    (Message("Policy"), 30),
    (Message("Cost, yuan"), 12),
    (Message("Borne by"), 14),
    (Message("Review card"), 14),
)
PEOPLE_COLUMNS = (
    (Message("Examinee"), 20),
    (Message("Team"), 20),
    (Message("Form"), 8),
    (Message("Marks"), 10),
    (Message("Most"), 10),
    (Message("Share of the marks"), 12),
    (Message("Standard error"), 12),
    (Message("Outcome"), 14),
    (Message("Near the pass mark, to decide"), 14),
    (Message("Weakest topic"), 18),
    (Message("Cost, yuan"), 12),
)
MONTH_COLUMNS = (
    (Message("Exam"), 28),
    (Message("Day"), 12),
    (Message("Came"), 10),
    (Message("Mean share of the marks"), 14),
    (Message("95 % interval, from"), 14),
    (Message("95 % interval, to"), 14),
    (Message("Passed"), 10),
    (Message("Ability"), 10),
    (Message("Common questions"), 12),
)
COST_COLUMNS = (
    (Message("Question"), 60),
    (Message("Topic"), 16),
    (Message("Answers"), 10),
    (Message("Wrong"), 10),
    (Message("Cost, yuan"), 12),
    (Message("Borne by"), 14),
)
HELP_COLUMNS = (
    (Message("Examinee"), 20),
    (Message("Team"), 20),
    (Message("Questions missed"), 10),
    (Message("Who can help"), 20),
    (Message("Of the same team"), 12),
    (Message("With what"), 50),
)
FORM_COLUMNS = (
    (Message("Form"), 8),
    (Message("Sat"), 8),
    (Message("Questions"), 10),
    (Message("Most"), 8),
    (Message("Mean"), 10),
    (Message("Median"), 10),
    (Message("Standard deviation"), 12),
    (Message("Skewness"), 10),
    (Message("Kurtosis"), 10),
    (Message("Internal consistency"), 12),
    (Message("95 % interval, from"), 12),
    (Message("95 % interval, to"), 12),
    (Message("Error ratio"), 10),
    (Message("Standard error"), 10),
    (Message("Remarks"), 50),
)
ITEM_COLUMNS = (
    (Message("No."), 10),
    (Message("Id of the question"), 24),
    (Message("Question"), 50),
    (Message("Topic"), 16),
    (Message("Forms"), 10),
    (Message("Answers"), 10),
    (Message("left blank"), 10),
    (Message("Facility"), 10),
    (Message("95 % interval, from"), 10),
    (Message("95 % interval, to"), 10),
    (Message("Standard deviation"), 10),
    (Message("Discrimination index"), 10),
    (Message("95 % interval, from"), 10),
    (Message("95 % interval, to"), 10),
    (Message("Discriminative efficiency"), 10),
    (Message("Intended weight"), 10),
    (Message("Effective weight"), 10),
    (Message("Difficulty on the scale"), 10),
    (Message("Standard error"), 10),
    (Message("Discrimination on the scale"), 10),
    (Message("Standard error"), 10),
    (Message("English against Chinese (DIF), same totals"), 12),
    (Message("Remarks"), 60),
)
OPTION_COLUMNS = (
    (Message("No."), 10),
    (Message("Id of the question"), 24),
    (Message("Option"), 50),
    (Message("right"), 8),
    (Message("Chosen"), 10),
    (Message("Answers"), 10),
    (Message("Share who chose it"), 10),
    (Message("Rest"), 10),
    (Message("Item-rest correlation"), 10),
    (Message("95 % interval, from"), 10),
    (Message("95 % interval, to"), 10),
    (Message("Remarks"), 60),
)


def result_sheets(d: ExamineeReport, t: Translator) -> list[Sheet]:
    """Somebody's result, a question a row."""
    rows = [
        [
            item.number,
            item.topic,
            item.explained.stem.text,
            item.words,
            item.marks,
            item.most,
            t("; ").join(line.text for line in item.explained.given),
            t("; ").join(line.text for line in item.explained.right),
            "\n".join(_reasons(item.explained, t)),
            item.explained.policy.text,
            item.explained.cost,
            t(item.explained.borne_by),
            item.due.isoformat() if item.due else None,
        ]
        for item in d.items
    ]
    return [Sheet(t("Exam result"), _columns(t, RESULT_COLUMNS), rows)]


def _reasons(one: ExplainedAnswer, t: Translator) -> Iterator[str]:
    if one.remark is not None:
        yield t(one.remark)
    for option in one.reasons:
        yield t("{option} – {why}", option=option.text.text, why=option.why.text)
    yield one.explanation.text


def month_sheets(d: MonthReport, t: Translator) -> list[Sheet]:
    """The month: people, months, points, cost, help."""
    points = [
        (Message("Point"), 30),
        (Message("Clause"), 50),
        (Message("State"), 18),
        *((Message("{month}, wrong", month=f"{month:%Y-%m}"), 12) for month in d.shown_months),
        *((Message("{month}, answers", month=f"{month:%Y-%m}"), 12) for month in d.shown_months),
        (Message("Cost, yuan"), 12),
    ]
    return [
        Sheet(t("Examinees"), _columns(t, PEOPLE_COLUMNS), _people(d, t)),
        Sheet(t("Months"), _columns(t, MONTH_COLUMNS), _months(d)),
        Sheet(t("Recurring gaps"), _columns(t, points), _points(d, t)),
        Sheet(
            t("Cost of errors"),
            _columns(t, COST_COLUMNS),
            [[one.stem.text, one.topic, one.asked, one.wrong, one.cost, one.borne_by] for one in d.questions],
        ),
        Sheet(t("Who could help whom"), _columns(t, HELP_COLUMNS), _help(d, t)),
    ]


def item_sheets(d: ItemReport, t: Translator) -> list[Sheet]:
    """The item analysis: forms, questions, options."""
    return [
        Sheet(t("The forms"), _columns(t, FORM_COLUMNS), _forms(d)),
        Sheet(t("All questions"), _columns(t, ITEM_COLUMNS), map(_question, d.questions)),
        Sheet(t("Options"), _columns(t, OPTION_COLUMNS), _options(d, t)),
    ]


def _people(d: MonthReport, t: Translator) -> Iterator[list[Cell]]:
    for row in d.members:
        if row.absent:
            yield [row.name, row.team, row.form, None, None, None, None, t("absent"), None, None, None]
            continue
        yield [
            row.name, row.team, row.form, row.marks, row.most, row.share, row.error,
            t("passed") if row.passed else t("not passed"), t("yes") if row.open else None, row.weakest,
            row.cost,
        ]  # fmt: skip


def _months(d: MonthReport) -> Iterator[list[Cell]]:
    for one in d.months:
        linked = d.linked and one.ability is not None
        yield [
            one.title, one.day.isoformat(), one.came, one.mean, one.least, one.most, one.passed.hits,
            one.ability if linked else None, one.linked_by if linked else None,
        ]  # fmt: skip


def _points(d: MonthReport, t: Translator) -> Iterator[list[Cell]]:
    kinds: Sequence[tuple[str, Sequence[PointRow]]] = (
        (t("Recurring"), d.persistent),
        (t("New this month"), d.new),
        (t("No longer recurring"), d.mended),
    )
    for state, points in kinds:
        for point in points:
            yield [
                point.name,
                point.clause.text if point.clause else None,
                state,
                *(share.wrong if share else None for share in point.months),
                *(share.asked if share else None for share in point.months),
                point.cost,
            ]


def _help(d: MonthReport, t: Translator) -> Iterator[list[Cell]]:
    for row in d.help:
        for helper in row.helpers:
            same = t("yes") if helper.same_team else t("no")
            yield [row.name, row.team, row.missed, helper.name, same, _counted(helper.topics)]
        if row.left:
            yield [row.name, row.team, row.missed, None, None, _counted(row.left)]


def _counted(topics: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{topic} ({count})" for topic, count in topics)


def _forms(d: ItemReport) -> Iterator[list[Cell]]:
    for form in d.forms:
        s = form.statistics
        yield [
            form.name, s.count, form.questions, s.most, s.mean, s.median, s.deviation, s.skewness, s.kurtosis,
            s.consistency, *_ends(s.consistency_interval), s.error_ratio, s.standard_error, form.remark,
        ]  # fmt: skip


def _question(one: AnalysedQuestion) -> list[Cell]:
    s, found = one.statistics, one.parameters
    return [
        one.number, one.id, one.stem.text, one.topic, one.forms, s.count, one.answers.blank.hits, s.facility,
        *_ends(s.facility_interval), s.deviation, s.discrimination, *_ends(s.discrimination_interval),
        s.efficiency, s.intended_weight, s.effective_weight,
        found.difficulty if found else None, found.difficulty_error if found else None,
        found.discrimination if found else None, found.discrimination_error if found else None,
        one.language.matched if one.language and not one.language.few else None,
        " ".join((*one.remarks, one.language_words)).strip() or None,
    ]  # fmt: skip


def _options(d: ItemReport, t: Translator) -> Iterator[list[Cell]]:
    for one in d.questions:
        for option in one.answers.options:
            o = option.statistics
            yield [
                one.number, one.id, option.text, t("yes") if o.right else t("no"), o.chosen.hits, o.chosen.of,
                o.chosen.share if o.chosen.of else None, o.rest, o.correlation, *_ends(o.interval),
                " ".join(option.remarks) or None,
            ]  # fmt: skip


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    """The ends of an interval; a spreadsheet holds no infinite numbers."""
    if interval is None:
        return None, None
    return (interval.least if abs(interval.least) < 1e6 else None), interval.most


def _columns(t: Translator, columns: Sequence[tuple[Message, int]]) -> list[SheetColumn]:
    return [SheetColumn(t(head), width) for head, width in columns]
