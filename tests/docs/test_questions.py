"""docs/questions*.md: the examples are a bank without faults, and the tables say what the program does."""

import re
from pathlib import Path
from typing import get_args

import pytest

from simulator.exam.bank.document import QuestionKind, Unit
from simulator.exam.bank.wording import QUADRANTS
from simulator.exam.check.rules import all_bank_rules
from simulator.policy.document import FactKind
from tests.docs.examples import PAGES, examples, in_code, page, tables
from tests.exam.check.rules.small_bank import told


@pytest.mark.parametrize("language", PAGES)
def test_examples_are_a_bank(language: str, tmp_path: Path) -> None:
    """A trainer who copies the page would begin with faults."""
    texts = [example.text for example in examples(page("questions", language)) if example.language == "yaml"]
    assert len(texts) == 2
    assert [str(problem) for problem in told(tmp_path / "bank", *texts)] == []


@pytest.mark.parametrize(("language", "kinds", "rules"), [("en", "kind", "rule"), ("zh", "题型", "规则")])
def test_tables_are_complete(language: str, kinds: str, rules: str) -> None:
    """A kind of question or a rule would be there that nobody reads of."""
    found = tables(page("questions", language))
    assert {in_code(row[0])[0] for row in found[kinds]} == set(get_args(QuestionKind))
    assert {row[0].partition("]")[0].strip("[") for row in found[rules]} == set(all_bank_rules())


@pytest.mark.parametrize("language", PAGES)
def test_words_are_named(language: str) -> None:
    """A unit, a kind of fact or a quadrant could only be found in the code."""
    text = re.sub(r"```.*?```", "", page("questions", language).read_text(encoding="utf-8"), flags=re.DOTALL)
    words = set(in_code(text))
    assert {*get_args(FactKind), *get_args(Unit), *QUADRANTS} - words == set()
