"""Other wordings of replies, near misses and the channel: read, kept, and refused where nobody could tell."""

import pytest

from simulator import CaseError, parse_case

CASE = """\
id: wordings
language: en
title: Wordings
channel: chat
facts: {told: the door was told}
personas:
  a: {name: A, who: w, expects: a, gives-away: g}
rehearsal:
  opening:
    customer: Where is it?
    not: {en: [Which shop?], zh: [哪家店？]}
    moves:
      door: {say: Which door?, also: {en: [What door is it?], zh: [哪个门？]}, why: w}
      told: {say: The side door., also: {en: [At the side.]}, when: told, why: w}
      not-told: {say: What is it?, also: {en: [And what?]}, when: not told, why: w}
      bye: {say: Goodbye., why: w, to: end}
endings:
  end: {title: E, why: w}
"""


def problems(old: str, new: str) -> list[tuple[str, int]]:
    """The rule and the line of each problem of the case with a text replaced."""
    assert CASE.count(old) == 1
    try:
        parse_case(CASE.replace(old, new))
    except CaseError as error:
        return [(problem.rule, problem.place.line) for problem in error.problems]
    return []


def test_what_is_kept() -> None:
    """Wordings or the channel would be lost on the way from the file to the case."""
    case = parse_case(CASE)
    scene = case.scenes["opening"]
    assert (case.channel, scene.near_misses) == ("chat", {"en": ("Which shop?",), "zh": ("哪家店？",)})
    assert scene.moves["door"].also == {"en": ("What door is it?",), "zh": ("哪个门？",)}
    assert scene.moves["bye"].also == {}
    assert parse_case(CASE.replace("channel: chat\n", "")).channel == "phone"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("en: [What door is it?]", "en: [which DOOR]"),
        ("en: [What door is it?]", "en: [What door?, what  door]"),
        ("en: [At the side.]", "en: [Which door?]"),
        ("en: [At the side.]", "en: [Goodbye!]"),
        ("en: [At the side.]}, when: told", "zh: [哪个门]}, when: told"),
        ("en: [Which shop?]", "en: [Goodbye]"),
        ("zh: [哪家店？]", "zh: [哪个门]"),
    ],
)
def test_nobody_could_tell_which_was_meant(old: str, new: str) -> None:
    """Two replies that are open together would have the same words, or a reply those of a near miss."""
    found = problems(old, new)
    assert {rule for rule, _ in found} == {"same-wording"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("en: [At the side.]", "en: [And what?]"),
        ("en: [At the side.]", "zh: [Goodbye.]"),
    ],
)
def test_words_that_never_meet(old: str, new: str) -> None:
    """Replies that are never open together, or words of two languages, would be refused."""
    assert problems(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("channel: chat", "channel: fax", "unknown-word"),
        ("en: [At the side.]", "en: []", "wrong-type"),
        ("en: [At the side.]", "fr: [A cote.]", "unknown-word"),
        ("en: [At the side.]", f"en: [{'x' * 301}]", "wrong-type"),
        ("en: [At the side.]", "en: [" + ", ".join(f"w{n}" for n in range(31)) + "]", "wrong-type"),
    ],
)
def test_limits(old: str, new: str, rule: str) -> None:
    """A file could hold more wordings than anybody reads, or those of no language."""
    assert {found for found, _ in problems(old, new)} == {rule}
