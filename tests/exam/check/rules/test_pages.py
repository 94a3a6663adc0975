"""docs/rules/questions/*.md: a page for every rule in both languages, and examples that are told as it says."""

import re
from pathlib import Path

import pytest

from simulator.exam.check.checking import known_bank_rules
from simulator.text.language import translator
from tests.docs.examples import DOCS, PAGES, examples

from .small_bank import POLICY, QUESTION, told

PLACE = DOCS / "rules" / "questions"
WITHOUT_EXAMPLE = {"key-position"}
"""What takes a whole bank to show."""
SHOWN = [(rule, language) for rule in known_bank_rules() if rule not in WITHOUT_EXAMPLE for language in PAGES]


def page(rule: str, language: str) -> Path:
    """Where the page of a rule lies."""
    return PLACE / f"{rule}{PAGES[language]}"


def test_every_rule_has_its_pages() -> None:
    """An author who looks a rule up would find nothing, or read of one that there is no more."""
    names = {f"{rule}{ending}" for rule in known_bank_rules() for ending in PAGES.values()}
    assert {path.name for path in PLACE.glob("*.md")} == names


def test_small_bank_is_clean(tmp_path: Path) -> None:
    """Every example would be told of a fault of the bank around it."""
    assert told(tmp_path / "bank", QUESTION) == ()


@pytest.mark.parametrize(("rule", "language"), SHOWN)
def test_faulty_and_mended(rule: str, language: str, tmp_path: Path) -> None:
    """An example would show another fault than it is for, or its mended form would have one."""
    found = []
    for number, example in enumerate(examples(page(rule, language))):
        others = (QUESTION,) if "\nversions:" in example.text else (POLICY,)
        found.append(told(tmp_path / str(number), example.text, *others))
    faulty, mended = found
    assert ({problem.rule for problem in faulty}, mended) == ({rule}, ())
    quoted = re.findall(r"^> (.*)$", page(rule, language).read_text(encoding="utf-8"), re.MULTILINE)
    assert quoted == [f"{translator(language)(faulty[0].message)} `[{rule}]`"]


@pytest.mark.parametrize("rule", known_bank_rules())
def test_pages_name_each_other(rule: str) -> None:
    """Somebody who reads the other language would not find its page."""
    beginnings = [page(rule, language).read_text("utf-8").split("\n")[:3] for language in ("en", "zh")]
    assert beginnings == [
        [f"# {rule}", "", f"[中文]({rule}.zh.md)"],
        [f"# {rule}", "", f"[English]({rule}.md)"],
    ]
