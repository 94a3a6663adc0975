"""docs/problems*.md: a section for every rule, and examples that are told as the page says."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.authoring.checker_faults import NOT_CHECKED
from simulator.call.case.loading import case_problems
from simulator.source.reading import MAX_BYTES
from tests.conftest import SMALL_CASE
from tests.docs.examples import PAGES, Example, examples, headings, in_code, page
from tests.docs.faults import Fault, told

LANGUAGES = list(PAGES)
SIMULATOR = Path(__file__).resolve().parents[2] / "simulator"
FILES = ("source/*.py", "call/case/*.py", "call/check/checking.py", "call/check/plans.py")
"""Where a case's files and plans are read."""


def rules() -> Iterator[str]:
    """Yield the rules of a case's files and plans: the word that a problem is made or reported with."""
    for file in (file for files in FILES for file in SIMULATOR.glob(files)):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("report", "warning", "Problem"):
                    words = [a.value for a in node.args if isinstance(a, ast.Constant)]
                    yield from (word for word in words if isinstance(word, str))


def by_section(language: str) -> dict[str, list[Example]]:
    """Return the examples of each rule's section."""
    sections: dict[str, list[Example]] = {
        title: [] for level, title in headings(page("problems", language)) if level == 3
    }
    for example in examples(page("problems", language)):
        sections[example.section].append(example)
    return sections


SECTIONS = {language: by_section(language) for language in LANGUAGES}
WITHOUT_EXAMPLE: dict[str, Callable[[Path], object]] = {
    "unreadable": lambda file: file.mkdir(),
    "too-large": lambda file: file.write_bytes(b"#" * (MAX_BYTES + 1)),
    "not-utf-8": lambda file: file.write_text("title: 显示签收", encoding="gbk"),
}
"""Faults of files that no example can show, and how each comes about."""
SHOWN = [
    (language, rule)
    for language in LANGUAGES
    for rule in SECTIONS[language]
    if rule not in (*WITHOUT_EXAMPLE, NOT_CHECKED)
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_section(language: str) -> None:
    """An author who looks a rule up would find nothing, or read of one that there is no more."""
    assert sorted(SECTIONS[language]) == sorted({*rules(), NOT_CHECKED})


def test_both_pages_have_the_same_order() -> None:
    """Readers of one language would be told less than those of the other."""
    assert list(SECTIONS["zh"]) == list(SECTIONS["en"])


def messages(language: str) -> dict[str, list[str]]:
    """Return what is quoted in each rule's section."""
    _, *parts = page("problems", language).read_text(encoding="utf-8").split("\n### ")
    return {part.split("\n")[0]: re.findall(r"^> (.*)$", part, re.MULTILINE) for part in parts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_shows_fault_message_and_mending(language: str) -> None:
    """A rule would be explained without an example."""
    shown = {
        rule: ([example.labels[0] for example in found], len(messages(language)[rule]))
        for rule, found in SECTIONS[language].items()
        if rule not in (*WITHOUT_EXAMPLE, NOT_CHECKED)
    }
    assert shown == {rule: (["faulty", "mended"], 1) for rule in shown}


@pytest.mark.parametrize(("language", "rule"), SHOWN)
def test_faulty_example_is_told_as_shown(language: str, rule: str) -> None:
    """The example would be told as another fault, or in other words, than the page says."""
    faulty, _ = SECTIONS[language][rule]
    problems = told(Fault(language, faulty.labels[1:], faulty.text))
    shown = f"{problems[0][1]} `[{rule}]`" if problems else ""
    assert ({name for name, _ in problems}, messages(language)[rule]) == ({rule}, [shown]), faulty


@pytest.mark.parametrize(("language", "rule"), SHOWN)
def test_mended_example_has_no_problem(language: str, rule: str) -> None:
    """The page would mend one fault with another."""
    *_, mended = SECTIONS[language][rule]
    assert told(Fault(language, mended.labels[1:], mended.text)) == [], mended


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_causes_of_unreadable_files(language: str) -> None:
    """The page would name a cause that does no harm, or does another."""
    text = page("problems", language).read_text(encoding="utf-8")
    section = text[text.index("### yaml\n") : text.index("### duplicate-key\n")]
    causes = [code for line in section.splitlines() if line.startswith("- ") for code in in_code(line)]
    assert len(causes) >= 2
    scene = {"en": "rehearsal.told-which", "zh": "rehearsal.哪个门"}[language]
    found = {
        cause: {
            rule for rule, _ in told(Fault(language, (scene,), f"effect: {cause}\n"[8 * (cause[0] != "{") :]))
        }
        for cause in causes
    }
    assert found == {cause: {"yaml"} for cause in causes}


@pytest.mark.parametrize("rule", WITHOUT_EXAMPLE)
def test_faults_without_example(rule: str, tmp_path: Path) -> None:
    """A section would tell of a fault that is called by another name."""
    file = tmp_path / "case.yaml"
    WITHOUT_EXAMPLE[rule](file)
    assert [problem.rule for problem in case_problems(file)] == [rule]


@pytest.mark.parametrize("language", LANGUAGES)
def test_untouched_case_has_no_problem(language: str) -> None:
    """Every example would be told of a fault of the case around it."""
    assert told(Fault(language, (), "difficulty: 2\n")) == []


def test_case_without_example_stays_as_it_is() -> None:
    """The examples would be put into a case that has faults of its own."""
    assert case_problems(SMALL_CASE) == ()
