"""docs/exam-rules.md: its limits are those that the program goes by, its examples are read and run, in both languages."""

import re
from pathlib import Path

import pytest

from simulator.exam.cards import LONGEST, MOST_A_DAY, RETENTION
from simulator.exam.paper.plan import BlueprintPlan, read_blueprint
from simulator.exam.paper.preparing import LOOK_UP_MINUTES, MINUTES, NEW_FOR, UNREAD_FOR
from simulator.exam.results.standard_setting import SPLIT
from simulator.exam.statistics.marks import ENOUGH
from simulator.exam.statistics.persistent import BAD_MONTHS, FEWEST, MONTHS, WRONG
from tests.docs.examples import examples, page

every_page = pytest.mark.parametrize("language", ["en", "zh"])


def kind(name: str) -> str:
    """What a question of a kind takes, as the page writes it."""
    return f"{MINUTES[name]:g}"  # type: ignore[index]


def shares(text: str) -> str:
    """Shares as the English page writes them."""
    return text.replace("%", " %")


@every_page
def test_limits(language: str) -> None:
    """The page would name another limit than the one that counts."""
    says = {
        "en": (
            f"else {NEW_FOR.days} days ago",
            f"the last {UNREAD_FOR.days} days",
            f"until {ENOUGH} people have answered",
            f"From {ENOUGH} papers of a form on",
            f"true-false {kind('true-false')}, single and short-text {kind('single')}, multiple and number "
            f"{kind('multiple')}, ordering, matching and triage {kind('triage')}, case {kind('case')}; looking "
            f"something up takes {LOOK_UP_MINUTES} more",
            f"a standard deviation of {SPLIT} or more",
            shares(f"at least {WRONG:.0%} of at least {FEWEST} answers"),
            f"when {BAD_MONTHS} of the last {MONTHS} months",
            shares(f"has fallen to {RETENTION:.0%}, and after {LONGEST} days at the latest"),
            f"{MOST_A_DAY} for a person and day at most",
            f"how many are on each form | {BlueprintPlan().questions} |",
        ),
        "zh": (
            f"从 {NEW_FOR.days} 天前",
            f"最近 {UNREAD_FOR.days} 天的通知",
            f"不到 {ENOUGH} 人作答",
            f"有 {ENOUGH} 份以上",
            f"判断 {kind('true-false')}，单选和简答 {kind('short-text')}，多选和数字 {kind('number')}，排序、配对和四象限 "
            f"{kind('matching')}，案例 {kind('case')}；要查手册的再加 {LOOK_UP_MINUTES}",
            f"标准差到 {SPLIT} 的",
            f"至少有 {FEWEST} 次作答、错了 {WRONG:.0%} 以上",
            f"最近 {MONTHS} 个考到它的月份里有 {BAD_MONTHS} 个坏月",
            f"降到 {RETENTION:.0%} 的那天，最长 {LONGEST} 天",
            f"一天最多 {MOST_A_DAY} 张",
            f"每套卷几道题 | {BlueprintPlan().questions} |",
        ),
    }
    text = page("exam-rules", language).read_text("utf-8").replace("**", "")
    text = re.sub(r"\s*\n\s*", "" if language == "zh" else " ", text)
    assert [part for part in says[language] if part not in text] == []


@every_page
def test_blueprint_on_the_page_is_read(language: str, tmp_path: Path) -> None:
    """Whoever copies the blueprint would be told that it is wrong."""
    (found,) = [one for one in examples(page("exam-rules", language)) if one.language == "yaml"]
    file = tmp_path / "plan.yaml"
    file.write_text(found.text, encoding="utf-8")
    assert (read_blueprint(file).questions, read_blueprint(file).difficulty.most) == (40, 3.5)


@every_page
def test_every_key_is_explained(language: str) -> None:
    """A key of the blueprint would be there that nobody learns of."""
    text = page("exam-rules", language).read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
    assert named == {name.replace("_", "-") for name in BlueprintPlan.model_fields}


@every_page
def test_example_runs(language: str) -> None:
    """Whoever copies the example would get an error."""
    (found,) = [one for one in examples(page("exam-rules", language)) if one.language == "python"]
    exec(compile(found.text, str(found), "exec"), {})
