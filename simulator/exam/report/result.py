"""The result of one examinee: the marks and how sure they are, by topic, and each question with why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import KINDS
from simulator.exam.paper.exam import Exam, Examinee, form_name
from simulator.exam.results.explaining import ExplainedAnswer, explained
from simulator.exam.results.results import ExamineeResult, ItemResult
from simulator.exam.sitting.presenting import PresentedQuestion, presented
from simulator.render.charts import Bar, Bars, bars
from simulator.render.rendering import rendered_html, rendered_markdown
from simulator.text.language import Language, Translator, translator
from simulator.text.message import Message

STATES: Mapping[str, Message] = {
    "right": Message("right"),
    "part": Message("partly right"),
    "wrong": Message("wrong"),
    "blank": Message("left blank"),
    "void": Message("void, counts for nobody"),
}


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """A question of the result: what was got for it, and its answer explained."""

    number: int
    """As the examinee saw it."""
    topic: str
    kind: str
    state: str
    """One of `STATES`."""
    words: str
    """The state in words."""
    marks: float
    most: int
    explained: ExplainedAnswer
    attempt: str
    """The attempt that the call of a case made; empty where none came to its end."""
    due: date | None
    """When the review card made from it is due."""


@dataclass(frozen=True, slots=True)
class TopicResult:
    """What was got in a topic; `cost` is what the wrong answers would have cost, in yuan."""

    topic: str
    marks: float
    most: int
    cost: float

    @property
    def share(self) -> float:
        """Of the marks, 0-1."""
        return self.marks / self.most if self.most else 0.0


@dataclass(frozen=True, slots=True)
class ExamineeReport:
    """What somebody is told about their exam, on a page and in a file.

    Shares are 0-1; moments are on the desk's clock.
    """

    language: Language
    title: str
    desk: str
    day: date
    name: str
    team: str
    form: str
    absent: bool
    passed: bool
    verdict: str
    marks: float
    most: int
    share: float
    error: float | None
    cut: float
    near: bool
    decided: bool
    began: str
    finished: str
    minutes: int | None
    """That it took; None where it was not finished."""
    extra: int
    left: int
    """How often the page was left."""
    away: int
    """Minutes away from it in all."""
    cost: float
    topics: tuple[TopicResult, ...]
    items: tuple[AnsweredItem, ...]
    cards: int
    """Review cards that were made from it and are still asked."""
    picture: Bars | None
    """The share with its standard error beside the pass mark, and the topics."""

    @property
    def low(self) -> float | None:
        """The marks less one standard error."""
        return None if self.error is None else max(0.0, self.share - self.error) * self.most

    @property
    def high(self) -> float | None:
        """The marks and one standard error."""
        return None if self.error is None else min(1.0, self.share + self.error) * self.most


def examinee_report(
    exam: Exam,
    examinee: Examinee,
    result: ExamineeResult,
    bank: Bank,
    language: Language,
    *,
    name: str,
    team: str = "",
    due: Mapping[str, date] | None = None,
    zone: tzinfo = UTC,
) -> ExamineeReport:
    """The report of somebody's result. `due` tells by question when its review card comes."""
    t = translator(language)
    form = exam.forms[examinee.form]
    questions = [bank.questions[item.question] for item in form.items]
    paper = presented(questions, examinee, language, marks=[item.marks for item in form.items])
    by_place = {item.place: item for item in result.items}
    items = tuple(
        _item(
            questions[shown.place],
            shown,
            by_place[shown.place],
            bank,
            exam.day,
            language,
            (due or {}).get(by_place[shown.place].question),
        )
        for shown in paper.questions
        if shown.place in by_place
    )
    topics = _topics(result, bank, language)
    took = result.finished - result.began if result.finished and result.began else None
    away = sum((one.lasted(one.until) for one in result.left if one.until), timedelta())
    passed = t("passed") if result.passed else t("not passed")
    return ExamineeReport(
        language=language,
        title=exam.title,
        desk=bank.name_of(exam.desk, language),
        day=exam.day,
        name=name,
        team=team,
        form=form_name(examinee.form),
        absent=result.absent,
        passed=result.passed,
        verdict=t("absent") if result.absent else passed,
        marks=result.marks,
        most=result.most,
        share=result.share,
        error=result.error,
        cut=result.cut,
        near=result.near,
        decided=result.decided is not None,
        began=_clock(result.began, zone),
        finished=_clock(result.finished, zone),
        minutes=None if took is None else round(took.total_seconds() / 60),
        extra=result.extra,
        left=len(result.left),
        away=round(away.total_seconds() / 60),
        cost=sum(topic.cost for topic in topics),
        topics=topics,
        items=items,
        cards=len(due or {}),
        picture=None if result.absent or not result.most else _picture(result, topics, t),
    )


def result_html(d: ExamineeReport) -> str:
    """The report as one HTML file that asks nobody for anything."""
    return rendered_html("exam_result.html.j2", d, d.language, d.language)


def result_markdown(d: ExamineeReport) -> str:
    """The report as Markdown."""
    return rendered_markdown("exam_result.md.j2", d, d.language)


def _topics(result: ExamineeResult, bank: Bank, language: Language) -> tuple[TopicResult, ...]:
    """The topics, the weakest first."""
    found: dict[str, list[ItemResult]] = {}
    for item in result.items:
        if not item.void:
            found.setdefault(bank.questions[item.question].topic, []).append(item)
    topics = (
        TopicResult(
            bank.name_of(topic, language),
            sum(item.marks for item in items),
            sum(item.most for item in items),
            sum((1 - item.credit) * bank.questions[item.question].cost.yuan for item in items),
        )
        for topic, items in found.items()
    )
    return tuple(sorted(topics, key=lambda topic: (topic.share, topic.topic)))


def _picture(result: ExamineeResult, topics: tuple[TopicResult, ...], t: Translator) -> Bars:
    """Everything in one bar with its standard error, then each topic."""
    error = result.error
    whole = Bar(
        t("The whole paper"),
        f"{100 * result.share:.0f} %" + ("" if error is None else f" ± {100 * error:.0f} %"),
        result.share,
        None if error is None else max(0.0, result.share - error),
        None if error is None else min(1.0, result.share + error),
        "good" if result.passed else "bad",
    )
    parts = [
        Bar(
            topic.topic,
            t(
                "{marks} of {most}",
                marks=f"{topic.marks:g}" if topic.marks % 1 == 0 else f"{topic.marks:.1f}",
                most=topic.most,
            ),
            topic.share,
        )
        for topic in topics
    ]
    return bars(t("Share of the marks, in all and by topic"), [whole, *parts], result.cut)


def _item(
    question: Question,
    shown: PresentedQuestion,
    item: ItemResult,
    bank: Bank,
    day: date,
    language: Language,
    due: date | None,
) -> AnsweredItem:
    t = translator(language)
    state = _state(item)
    ended = item.reached is not None and item.reached.ended
    return AnsweredItem(
        number=shown.number,
        topic=bank.name_of(question.topic, language),
        kind=t(KINDS[question.kind]),
        state=state,
        words=t(STATES[state]),
        marks=item.marks,
        most=item.most,
        explained=explained(question, shown, item.key, item.given, bank, day, language, item.reached),
        attempt=str(item.given) if question.kind == "case" and ended else "",
        due=due,
    )


def _state(item: ItemResult) -> str:
    if item.void:
        return "void"
    if item.blank:
        return "blank"
    return "right" if item.credit == 1 else "part" if item.credit > 0 else "wrong"


def _clock(moment: datetime | None, zone: tzinfo) -> str:
    """A moment on the clock of the desk, to the minute; empty for none."""
    return "" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
