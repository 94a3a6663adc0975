"""Why there is no paper: the smallest set of rules that clash, in words."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings

from benchmarks.sittings import bank, blueprint
from simulator.exam.paper.assembling import NoPaper, _drawn, assembled
from simulator.exam.paper.bank_question import BankQuestion
from simulator.exam.paper.blueprint import Blueprint, BlueprintRule, InformationQuota, Quota, rules
from simulator.exam.paper.clashing import clashing
from simulator.exam.paper.program import chosen, possible_in_parts
from simulator.text.language import translator

from .test_assembling import tiny

QUESTIONS = [BankQuestion(f"q{n}", "ab"[n % 2], "single", minutes=2.0) for n in range(6)]


def clash(wanted: Blueprint, questions: Sequence[BankQuestion]) -> list[str]:
    """The rules that clash, in words."""
    with pytest.raises(NoPaper) as refused:
        assembled(wanted, questions)
    return [str(words) for words in refused.value.clash]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Blueprint(7), ["7 questions on each paper; the bank has 6."]),
        (
            Blueprint(4, minutes=7),
            ["4 questions on each paper; the bank has 6.", "At most 7 minutes for each paper."],
        ),
        (
            Blueprint(4, topics={"a": Quota(1), "b": Quota(4)}, minutes=30),
            ["At least 4 about “b” on each paper; the bank has 3."],
        ),
        (
            Blueprint(4, topics={"a": Quota(most=1), "b": Quota(most=2)}, kinds={"single": Quota(1)}),
            [
                "4 questions on each paper; the bank has 6.",
                "At most 1 about “a” on each paper.",
                "At most 2 about “b” on each paper.",
            ],
        ),
        (
            Blueprint(1, tags={"new": Quota(1)}),
            ["At least 1 marked “new content” on each paper; the bank has 0."],
        ),
        (
            Blueprint(2, difficulty=Quota(0.5)),
            ["2 questions on each paper; the bank has 6.", "A mean difficulty of at least 0.5."],
        ),
        (
            Blueprint(2, information=(InformationQuota(0.0, Quota(3.0)),)),
            [
                "Information of at least 3 at ability 0.",
            ],
        ),
        (
            Blueprint(4, forms=2),
            ["4 questions on each paper; the bank has 6.", "No question on more than one of the 2 papers."],
        ),
        (
            Blueprint(1, exposure=0),
            [
                "One question on each paper; the bank has 6.",
                "No question on more than 0 papers in all; 6 of the bank have been on so many.",
            ],
        ),
    ],
)
def test_smallest_clash_is_named(wanted: Blueprint, words: list[str]) -> None:
    """A trainer would not know which rule to give up."""
    assert clash(wanted, QUESTIONS) == words


def test_enemies_can_clash() -> None:
    """Rules that clash only for whole questions would be called possible."""
    trio = [BankQuestion(name, "t", "single", enemies=frozenset("abc")) for name in "abc"]
    assert clash(Blueprint(2), trio) == [
        "2 questions on each paper; the bank has 3.",
        "No two questions on one paper of which one gives the other away, or asks the same.",
    ]
    # by halves these could be kept: a ring of five has no three that are not neighbours
    ring = [BankQuestion(str(n), "t", "single", enemies=frozenset(str((n + 1) % 5))) for n in range(5)]
    odd = [BankQuestion(f"x{n}", "u", "single", minutes=2) for n in range(2)]
    assert clash(replace(Blueprint(3), topics={"u": Quota(most=0)}), [*ring, *odd]) == [
        "3 questions on each paper; the bank has 7.",
        "At most 0 about “u” on each paper.",
        "No two questions on one paper of which one gives the other away, or asks the same.",
    ]


def kept_together(some: Sequence[BlueprintRule], questions: int, forms: int, parts: bool) -> bool:
    """Whether rules can be kept at once."""
    import numpy

    if parts:
        return possible_in_parts(some, questions, forms)
    shape = (forms, questions)
    return chosen(some, numpy.zeros(shape), numpy.ones(shape, dtype=bool)) is not None


@settings(deadline=None, max_examples=40)
@given(tiny())
def test_no_smaller_set_of_rules_clashes(made: tuple[Blueprint, list[BankQuestion]]) -> None:
    """A trainer would be shown more rules than it takes, or rules that do not clash."""
    wanted, questions = made
    kept = rules(wanted, questions)
    assume(_drawn(wanted, questions, kept) is None)
    size, forms = len(questions), wanted.forms
    parts = not possible_in_parts(kept, size, forms)
    found = clashing(kept, size, forms)
    assert not kept_together(found, size, forms, parts)
    for smaller in combinations(kept, len(found) - 1):
        assert not smaller or kept_together(smaller, size, forms, parts)


def test_large_clash_is_found_soon() -> None:
    """A trainer would wait for minutes: thirty topics want two each, of forty questions."""
    wanted = replace(blueprint(4), topics={name: Quota(2, 3) for name in blueprint().topics})
    words = clash(wanted, bank(2000))
    assert words[0] == "40 questions on each paper; the bank has 2000."
    assert len(words) == 22
    assert all(one.startswith("At least 2 about “topic-") for one in words[1:])


def test_refusal_is_one_sentence_after_the_other_in_every_language() -> None:
    """The page would show a list of Python objects."""
    with pytest.raises(NoPaper) as refused:
        assembled(Blueprint(4, minutes=7), QUESTIONS)
    assert translator("en")(refused.value.message) == (
        "No paper keeps these 2 rules at once: "
        "4 questions on each paper; the bank has 6. At most 7 minutes for each paper."
    )
    with pytest.raises(NoPaper) as refused:
        assembled(Blueprint(1), [])
    assert str(refused.value) == "This rule cannot be kept: One question on each paper; the bank has 0."
