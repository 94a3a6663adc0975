"""docs/exam-statistics.md: its limits are those that the program goes by, its examples run, in both languages."""

import re

import pytest

from simulator.exam.statistics import linking, response_theory
from simulator.exam.statistics.distractors import SELDOM
from simulator.exam.statistics.item_statistics import EASY, HARD, WEAK
from simulator.exam.statistics.language_groups import LARGE, LEVELS
from simulator.exam.statistics.marks import ENOUGH, SATISFACTORY, UNSATISFACTORY
from tests.docs.examples import examples, page

every_page = pytest.mark.parametrize("language", ["en", "zh"])


@every_page
def test_limits(language: str) -> None:
    """The page would name another limit than the one that counts."""
    r, link = response_theory, linking
    says = {
        "en": (
            f"from {ENOUGH} answers on",
            f"facility of at least {EASY}",
            f"too hard (below {HARD})",
            f"low item-rest correlation (below {WEAK})",
            f"less than {SELDOM:.0%}".replace("%", " %"),
            f"at most {LEVELS} levels",
            f"difference of {LARGE} of its marks",
            f"Each language needs {ENOUGH} people",
            f"{SATISFACTORY} satisfactory, below {UNSATISFACTORY} not",
            f"below {r.ENOUGH_FOR_TWO} examinees",
            f"with {r.FEWEST_NODES} nodes or more",
            f"ln a: N(0, {r.SLOPE_PRIOR}²); -a·b: N(0, {r.INTERCEPT_PRIOR:g}²)",
            f"at least {link.FEWEST} common questions",
            f"moved by {link.DRIFT} or more, and by more than {link.BEYOND_ERROR:g} standard errors",
        ),
        "zh": (
            f"有 {ENOUGH} 份作答",
            f"通过率不低于 {EASY}",
            f"几乎没人答对（低于 {HARD}）",
            f"区分度低于 {WEAK}",
            f"不到 {SELDOM:.0%}",
            f"最多分 {LEVELS} 档",
            f"差别到满分的 {LARGE}",
            f"各要 {ENOUGH} 人",
            f"{SATISFACTORY} 令人满意，低于 {UNSATISFACTORY} 不行",
            f"不到 {r.ENOUGH_FOR_TWO} 人",
            f"至少 {r.FEWEST_NODES} 个节点",
            f"ln a：N(0, {r.SLOPE_PRIOR}²)；-a·b：N(0, {r.INTERCEPT_PRIOR:g}²)",
            f"至少 {link.FEWEST} 道共同题",
            f"变了 {link.DRIFT} 以上、而且超过 {link.BEYOND_ERROR:g} 个标准误",
        ),
    }
    text = " ".join(page("exam-statistics", language).read_text("utf-8").split())
    text = re.sub(r"\*\*", "", text)
    assert [part for part in says[language] if part not in text] == []


@every_page
def test_examples_run(language: str) -> None:
    """Whoever copies the example would get an error."""
    found = [one for one in examples(page("exam-statistics", language)) if one.language == "python"]
    assert len(found) == 1
    exec(compile(found[0].text, str(found[0]), "exec"), {})
