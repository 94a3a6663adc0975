"""The reports that the tests look at: three small months of one desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from simulator.exam.paper.exam import Examinee, Ruling
from simulator.exam.report.items import ItemReport, item_report, items_html, items_markdown
from simulator.exam.report.members import GroupMember
from simulator.exam.report.month import MonthReport, month_html, month_markdown, month_report
from simulator.exam.report.months import SatExam
from simulator.exam.report.result import ExamineeReport, examinee_report, result_html, result_markdown
from simulator.exam.statistics.linking import CommonScale, MonthOfMarks, common_scale
from simulator.text.bilingual import Pair
from simulator.text.language import Language
from tests.exam.paper.questions import EACH, bank, question

from .simulated import sat

PEOPLE = 32
FEES = tuple(
    replace(
        question("single", f"fee-{number}", topic="fees"),
        stem=Pair(f"费用题 {number}？", "" if number == 1 else f"Fee question {number} <i>?"),
    )
    for number in range(6)
)
BANK = bank(*EACH, *FEES)
VOID = Ruling(7, "fee-5", True, None, "It could be read | in two ways.")
FORM = tuple(one.id for one in (*EACH, *FEES))
DAYS = (date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 20))
MEMBERS = {
    person: GroupMember(f"Person {person} *", ("Air", "Ground", "")[person % 3], (1, 2, None)[person % 3])
    for person in range(1, PEOPLE + 1)
}


@cache
def months() -> tuple[SatExam, ...]:
    """Three months of one paper, so that they can be linked; in the last two, fees go wrong."""
    return tuple(
        sat(
            [FORM], BANK, PEOPLE, seed=month, day=day, hard="fees" if month else "", absent=(2,),
            rulings=[VOID] if month == 2 else [], title=f"Month {month + 1}",
        )
        for month, day in enumerate(DAYS)
    )  # fmt: skip


def scale_of(exams: tuple[SatExam, ...]) -> CommonScale:
    """The questions of exams on one scale."""
    return common_scale(
        [MonthOfMarks(one.exam.day, one.results.questions, one.results.marks_table()) for one in exams]
    )


def month(language: Language = "en") -> MonthReport:
    """The last month of the whole desk."""
    *earlier, last = months()
    return month_report(last, earlier, MEMBERS, language, scale=scale_of(months()))


def items(language: Language = "en") -> ItemReport:
    """The item analysis of the last month; every other person sits in English."""
    last = months()[-1]
    languages = {person: "en" if person % 2 else "zh" for person in MEMBERS}
    return item_report(last.exam, last.results, BANK, language, rulings=[VOID], languages=languages)


def result(person: int = 9, language: Language = "en") -> ExamineeReport:
    """Somebody's result in the last month."""
    last = months()[-1]
    found = last.results.of(person)
    assert found is not None
    return examinee_report(
        last.exam, Examinee(7, person, 0, 0, person), found, BANK, language,
        name=MEMBERS[person].name, team=MEMBERS[person].team, due={"own-single": date(2026, 11, 25)},
    )  # fmt: skip


@cache
def few() -> SatExam:
    """An exam that three people sat."""
    return sat([("own-single", "own-number", "fee-1"), ("own-multiple", "fee-1", "fee-2")], BANK, 3)


FILES: dict[str, Callable[[Language], str]] = {
    "month.html": lambda language: month_html(month(language)),
    "month.md": lambda language: month_markdown(month(language)),
    "items.html": lambda language: items_html(items(language)),
    "items.md": lambda language: items_markdown(items(language)),
    "result.html": lambda language: result_html(result(language=language)),
    "result.md": lambda language: result_markdown(result(language=language)),
}
