"""`winwin rules`: what is looked for, and the page that explains it."""

import pytest

from simulator.app.rule_pages import page_of
from simulator.call.check.lint import FILE_RULES, known_rules
from simulator.render.markdown import summary
from tests.cli.conftest import Winwin, too_wide

LANGUAGES = ["en", "zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_listed(winwin: Winwin, language: str) -> None:
    """An author would not learn of a rule before it strikes."""
    ran = winwin("rules", "--lang", language)
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    begins = [line.split()[0] for line in ran.out.splitlines() if line and line[0] != " "]
    rules = [rule for rule in known_rules() if rule not in FILE_RULES]
    assert begins[: len(rules)] == rules
    assert all(rule in ran.out for rule in FILE_RULES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", known_rules())
def test_every_rule_has_a_page(language: str, rule: str) -> None:
    """Whoever asks for a rule would be shown nothing."""
    assert summary(page_of(rule, language)) != ""


@pytest.mark.parametrize(
    ("rule", "words"), [("long-reply", "Finds words of the rehearsal"), ("unknown-name", "unknown-name")]
)
def test_a_page_is_shown(winwin: Winwin, rule: str, words: str) -> None:
    """The id in brackets could not be looked up where the problem is told."""
    ran = winwin("rules", rule)
    assert (ran.code, ran.err, ran.out.splitlines()[0]) == (0, "", rule)
    assert words in ran.out
    assert "Fixed:" in ran.out


def test_misspelt_rule(winwin: Winwin) -> None:
    """A slip of the finger would be answered with a traceback, or with nothing."""
    ran = winwin("rules", "longreply")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean “long-reply”?" in ran.err
