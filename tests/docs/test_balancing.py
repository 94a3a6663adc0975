"""docs/balancing*.md: each example has the fault that the page speaks of, and its mended form has none."""

import re
from pathlib import Path

import pytest

from simulator import check_case
from simulator.text.language import translator
from tests.docs.examples import PAGES, Example, examples, page, placed

LANGUAGES = list(PAGES)


def told(folder: Path, language: str, base: str, example: Example | None = None) -> set[str]:
    """What the checker says of the page's case, with an example put into it."""
    text = base if example is None else placed(base, example.labels[0], example.text)
    home = folder / "late-parcel"
    home.mkdir(exist_ok=True)
    (home / "case.yaml").write_text(text, encoding="utf-8")
    return {f"{translator(language)(found.message)} `[{found.rule}]`" for found in check_case(home)}


def parts(language: str) -> tuple[str, dict[str, list[Example]], dict[str, str]]:
    """The case of a page, and by section its examples and what it quotes."""
    base, *others = [
        example for example in examples(page("balancing", language)) if example.language == "yaml"
    ]
    sections: dict[str, list[Example]] = {}
    for example in others:
        sections.setdefault(example.section, []).append(example)
    text = page("balancing", language).read_text(encoding="utf-8")
    quotes = {
        chapter.split("\n", 1)[0]: quote[1]
        for chapter in text.split("\n## ")[1:]
        if (quote := re.search(r"^> (.*)$", chapter, re.MULTILINE))
    }
    return base.text, sections, quotes


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_case_is_balanced(language: str, tmp_path: Path) -> None:
    """The page would begin with a case that has faults of its own."""
    assert told(tmp_path, language, parts(language)[0]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_told_as_quoted_and_mended(language: str, tmp_path: Path) -> None:
    """A trainer would try an example and read something else, or find the mended one no better."""
    base, sections, quotes = parts(language)
    assert list(sections) == list(quotes)
    assert len(sections) == 5
    for section, (faulty, *mended) in sections.items():
        assert quotes[section] in told(tmp_path, language, base, faulty), section
        assert [told(tmp_path, language, base, example) for example in mended] == [set()] * len(mended)


def test_both_languages_have_the_same_examples() -> None:
    """A recipe would be told in one language only."""
    labels = [[e.labels for e in examples(page("balancing", language))] for language in LANGUAGES]
    assert labels[0] == labels[1]
