"""docs/exchange*.md: what the page says is so."""

import re

import pytest

from simulator.exam.exchange.formats import FORMATS
from simulator.exam.exchange.outgoing import Outgoing
from simulator.text.bilingual import Pair
from tests.docs.examples import PAGES, examples, page

from .foreign_files import DEFAULTS, read


@pytest.mark.parametrize("language", PAGES)
def test_example_in_python_runs(language: str) -> None:
    """A developer would copy what does not work."""
    (example,) = [found for found in examples(page("exchange", language)) if found.language == "python"]
    exec(compile(example.text, str(example), "exec"), {})


@pytest.mark.parametrize("language", PAGES)
def test_tags_of_the_page_are_understood(language: str) -> None:
    """An author would write tags that nobody reads."""
    text = page("exchange", language).read_text(encoding="utf-8")
    tags = re.findall(r"`([a-z-]+:[a-z0-9]+|look-up)`", text)
    assert len(tags) == 10
    for tag in tags:
        imported = read("gift", f"// [tag:{tag}]\nIs it? {{T}}", DEFAULTS)
        assert (len(imported.questions), imported.problems) == (1, ()), tag


@pytest.mark.parametrize("format_", FORMATS)
def test_kinds_of_the_table(format_: str) -> None:
    """The page would promise what a format does not carry."""
    kinds = {
        "gift": {"ordering", "triage", "case"}, "moodle-xml": {"triage", "case"}, "csv": set(), "excel": set(),
        "aiken": {"multiple", "true-false", "number", "short-text", "ordering", "matching", "triage", "case"},
    }  # fmt: skip
    refused = set()
    for kind in (
        "single",
        "multiple",
        "true-false",
        "number",
        "short-text",
        "ordering",
        "matching",
        "triage",
        "case",
    ):
        answer: object = {"multiple": ("a",), "true-false": True, "number": 1, "short-text": ("a",), "ordering": ("a", "b"),
                          "matching": {"i": "a"}, "triage": {"i": "urgent"}}.get(kind, "a")  # fmt: skip
        stated = {"en": ["a"]} if kind == "short-text" else answer
        data = {
            "kind": kind, "topic": "x", "difficulty": 1, "policy": "p", "cites": "c", "stem": {"en": "Is it?"},
            "options": {"a": {"en": "A"}, "b": {"en": "B"}}, "items": {"i": {"en": "I"}}, "key": {"v1": stated},
            "explanation": {}, "cost": {"yuan": 0, "borne-by": "company"},
        }  # fmt: skip
        written = FORMATS[format_].write([Outgoing("one", "d", data, answer, "v1", Pair())], "en")  # type: ignore[arg-type]
        if any(not problem.lost for problem in written.problems):
            refused.add(kind)
    assert refused == kinds[format_]
