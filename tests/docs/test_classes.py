"""docs/classes.md: every limit and every example is the one that the program goes by, in both languages."""

import re
from fractions import Fraction

import pytest

from simulator.practice.calibration import BINS, ENOUGH, LEVEL, Tendency, calibration
from simulator.practice.findings import BeliefFinding
from simulator.practice.practice import MOST
from simulator.practice.targets import BASE, HELPERS, LATE, LEAST_DUE, RECENT, SELDOM, ability, due, split
from simulator.text.proportion import FEW, Proportion
from tests.docs.examples import page, tables

PAGES = {language: page("classes", language) for language in ("en", "zh")}
TEXTS = {language: " ".join(path.read_text("utf-8").split()) for language, path in PAGES.items()}
every_page = pytest.mark.parametrize("language", PAGES)


@every_page
def test_limits(language: str) -> None:
    """The page would name another limit than the one that counts."""
    says = {
        "en": (
            f"fewer than {FEW} ",
            f"from {ENOUGH} hypotheses on",
            f"less than {100 * LEVEL:.0f} % of cases",
            f"at most {MOST} things",
            f"Each of the last {RECENT} calls before the month adds a twentieth",
            f"from {LEAST_DUE} due on",
            f"their last {RECENT} calls was won, from {FEW} calls on",
            f"At most {HELPERS} are named",
        ),
        "zh": (
            f"不到 {FEW} 个",
            f"有 {ENOUGH} 个判断才下结论",
            f"不到 {LEVEL:.0%}",
            f"最多列 {MOST} 件事",
            f"这个月之前最近的 {RECENT} 通电话，每通再加双赢得分的二十分之一",
            f"从该完成 {LEAST_DUE} 通起算",
            f"最近 {RECENT} 通里，赢的不到三分之一（从 {FEW} 通起算）",
            f"最多列 {HELPERS} 个人",
        ),
    }
    assert [part for part in says[language] if part not in TEXTS[language]] == []
    limits = {"a quarter": LATE, "a third": SELDOM, "50, in twentieths": BASE}
    assert limits == {"a quarter": Fraction(1, 4), "a third": Fraction(1, 3), "50, in twentieths": 1000}


@every_page
def test_bins(language: str) -> None:
    """The picture would have other columns than the page says."""
    named = re.search(r"(?:\d+-\d+(?:, |、| and )){4}\d+-\d+", TEXTS[language])
    assert named is not None
    assert [int(most) for most in re.findall(r"-(\d+)", named[0])] == list(BINS)


@every_page
def test_abilities_and_their_split(language: str) -> None:
    """Whoever works their share out by hand would come to another one."""
    rows = tables(PAGES[language])[{"en": "somebody", "zh": "谁"}[language]]
    played: tuple[list[int], ...] = ([], [50, 60], [80] * 10, [100] * 10)
    assert [float(row[2]) for row in rows] == [ability(scores) * 50 / BASE for scores in played]
    found = re.search(
        {
            "en": r"(\d+) calls for these three, all there the whole month: ability 90, 55.5 and 50 make (\d+), (\d+) and (\d+)",
            "zh": r"分 (\d+) 通，整个月都在：能力 90、55.5、50，分到 (\d+)、(\d+)、(\d+)",
        }[language],
        TEXTS[language],
    )
    assert found is not None
    total, *amounts = map(int, found.groups())
    parts = split(total, {n: ability(played[place]) for n, place in enumerate((2, 1, 0))})
    assert [share.amount for share in parts.shares] == amounts


@every_page
def test_pace(language: str) -> None:
    """Somebody would look behind who by the page is not."""
    found = re.search(
        {
            "en": r"share of (\d+) in a month of (\d+) days: after (\d+) days (\d+) are due",
            "zh": r"分到 (\d+) 通，这个月 (\d+) 天：过完 (\d+) 天，该完成 (\d+) 通",
        }[language],
        TEXTS[language],
    )
    assert found is not None
    share, length, over, asked = map(int, found.groups())
    assert due(share, Proportion(over, length)) == asked


@every_page
def test_example_of_being_too_sure(language: str) -> None:
    """The example would be judged otherwise than the page says."""
    found = re.search(
        {
            "en": r"Ten hypotheses of (\d+) % each: with (\d+) right they fit together, with (\d+) right",
            "zh": r"十个判断，每个都说有 (\d+)% 的把握：对了 (\d+) 个，两者相符；对了 (\d+) 个",
        }[language],
        TEXTS[language],
    )
    assert found is not None
    sure, fits, over = map(int, found.groups())
    tendencies = [
        calibration(BeliefFinding("x", "y", sure, n < right, 3, 0.0) for n in range(10)).tendency
        for right in (fits, over)
    ]
    assert tendencies == [Tendency.FITS, Tendency.OVER]


def test_both_languages_link_to_each_other() -> None:
    """A reader would not learn that the page is there in their language."""
    assert "[中文](classes.zh.md)" in TEXTS["en"]
    assert "[English](classes.md)" in TEXTS["zh"]
