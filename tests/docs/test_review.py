"""docs/review.md: the grades, the figures of the accuracy and the limits are those of the program."""

import re

import pytest

from simulator.call.report.review import GRADES
from simulator.call.review.review import SLIPPED
from simulator.call.solver.grading import BLUNDER, INACCURACY, MISTAKE, Grade, accuracy, reply_accuracy
from simulator.call.solver.typical import TEMPERATURE
from simulator.cli.practice.judging import BUDGET
from simulator.text.language import translator
from tests.docs.examples import DOCS

PAGES = {
    language: (DOCS / name).read_text("utf-8")
    for language, name in (("en", "review.md"), ("zh", "review.zh.md"))
}
every_page = pytest.mark.parametrize("language", PAGES)


def row(language: str, name: str) -> list[str]:
    """The cells of a table's row behind its first cell."""
    (line,) = [line for line in PAGES[language].splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@every_page
def test_grades_and_their_limits(language: str) -> None:
    """The page would name another limit than the one that counts."""
    t = translator(language)
    limits = {
        Grade.GOOD: INACCURACY,
        Grade.INACCURACY: INACCURACY,
        Grade.MISTAKE: MISTAKE,
        Grade.BLUNDER: BLUNDER,
    }
    for grade, limit in limits.items():
        found = re.search(r"\d+", row(language, t(GRADES[grade]))[0])
        assert found is not None
        assert float(found[0]) == limit
    assert len(row(language, t(GRADES[Grade.BEST]))) == 2


@every_page
def test_figures_of_the_accuracy(language: str) -> None:
    """Somebody who works the accuracy out by hand would come to another figure."""
    lost = row(language, {"en": "lost", "zh": "丢分"}[language])
    shown = row(language, {"en": "accuracy", "zh": "回应得分"}[language])
    assert [round(reply_accuracy(float(points))) for points in lost] == [int(figure) for figure in shown]
    whole = accuracy([20, 0, 0, 0])
    assert whole is not None
    assert re.findall(
        {
            "en": r"mean is (\d+), the harmonic mean (\d+), the accuracy (\d+)",
            "zh": r"算术平均 (\d+)，调和平均 (\d+)，回应得分 (\d+)",
        }[language],
        PAGES[language],
    ) == [("85", "73", str(round(whole)))]


@every_page
def test_other_figures(language: str) -> None:
    """The page would explain the chance, or the limit of what is worked out, by figures that do not count."""
    says = {
        "en": ("each 3 points", "below half", "five million"),
        "zh": ("每多丢 3 分", "一半以下", "五百万"),
    }
    assert [part in PAGES[language] for part in says[language]] == [True] * 3
    assert (TEMPERATURE, SLIPPED, BUDGET) == (3, 0.5, 5_000_000)
