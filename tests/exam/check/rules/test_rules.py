"""Rules about questions where an example on a page cannot show them, and where they must keep silent."""

from pathlib import Path

import pytest

from simulator.call.check.lint import Selection
from simulator.exam.bank.loading import examine_bank
from simulator.exam.check.checking import lint_bank
from simulator.exam.check.rules import all_bank_rules
from simulator.exam.check.rules.negative_unmarked import negative
from simulator.resources import scenarios

from .small_bank import QUESTION, told, written


def bank_of(positions: str) -> str:
    """A file of questions with four options each, the right ones at these places."""
    head, entry = QUESTION.split("  first-words:\n")
    options, after = entry.index("    options:\n"), entry.index("    key:")
    questions = ""
    for number, place in enumerate(positions):
        names = [f"{name}: {{zh: {zh}, en: {en}, why: {{zh: 试试, en: Why}}}}"
                 for name, zh, en in zip("abcd", "春夏秋冬", ("east", "west", "south", "north"), strict=True)]  # fmt: skip
        lines = "    options:\n" + "".join(f"      {name}\n" for name in names)
        key = entry[after:].replace("{v1: send}", f"{{v1: {'abcd'[int(place) - 1]}}}")
        questions += f"  question-{number}:\n{entry[:options]}{lines}{key}"
    return head + questions


@pytest.mark.parametrize(
    ("positions", "told_of"),
    [
        ("222222222134", "Of 12 questions with 4 options, 9 have the right one in place 2; move some."),
        ("123412341234", None),
        ("22222222222", None),  # too few to tell
    ],
)
def test_key_position(positions: str, told_of: str | None, tmp_path: Path) -> None:
    """A bank could always have B right, or be blamed for what chance does."""
    found = [str(p.message) for p in told(tmp_path / "bank", bank_of(positions)) if p.rule == "key-position"]
    assert found == ([told_of] if told_of else [])


@pytest.mark.parametrize(
    ("stem", "language", "word"),
    [
        ("Which of these is not covered?", "en", "not"),
        ("Which of these is NOT covered?", "en", ""),
        ("She cannot come. What do you say?", "en", ""),
        ("哪一样不在保修范围？", "zh", "不"),
        ("哪一样【不】在保修范围？", "zh", ""),
        ("客户没有小票。您怎么答？", "zh", ""),
        ("这样能不能退？", "zh", ""),
        ("下面有没有算晚到的？", "zh", ""),
    ],
)
def test_negative_in_the_asking_sentence(stem: str, language: str, word: str) -> None:
    """A story with a “not” in it would be blamed, or a trap missed."""
    assert negative(stem, language) == word


def test_ignored_with_a_reason(tmp_path: Path) -> None:
    """An author who has good reason for an option could not say so."""
    faulty = QUESTION.replace(
        ", why: {zh: 先怪客户。, en: It blames her.}}", "}   # winwin: ignore option-without-why - a warm-up"
    )
    assert told(tmp_path / "bank", faulty) == ()


def test_useless_comment_is_told(tmp_path: Path) -> None:
    """Comments would stay when what they ignore is long mended."""
    text = QUESTION.replace("difficulty: 2", "difficulty: 2   # winwin: ignore key-stale - old")
    assert [problem.rule for problem in told(tmp_path / "bank", text)] == ["ignore-unused"]


def test_selection(tmp_path: Path) -> None:
    """`--ignore` would not work for rules about questions."""
    folder = written(tmp_path / "bank", QUESTION.replace("Take two pictures and I look", "Always look"))
    found = examine_bank(folder)
    assert [p.rule for p in lint_bank(*found)] == ["absolute-words"]
    assert lint_bank(*found, Selection(left_out=frozenset({"absolute-words"}))) == ()


def test_bundled_bank_is_clean() -> None:
    """The bank that authors learn from would have the flaws that it warns of."""
    assert [str(problem) for problem in lint_bank(*examine_bank(scenarios()))] == []


def test_every_rule_says_something() -> None:
    """A rule without a docstring says nobody what it looks for."""
    assert [rule.id for rule in all_bank_rules().values() if not rule.check.__doc__] == []
