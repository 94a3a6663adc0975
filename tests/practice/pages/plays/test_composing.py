"""Forms become moves: the one that was meant, or a refusal, and never something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from simulator import Case, Play, load_case
from simulator.call.case.case import Stage
from simulator.practice.pages.plays.composing import IncompleteForm, StrangeForm, move_of
from simulator.resources import scenarios
from simulator.text.refusal import Refusal
from tests.call.report.plays import ANALYSED, LISTENED
from tests.conftest import SMALL_CASE

from .forms import fields_of, form_of

CASES = {
    folder.name: load_case(folder)
    for folder in (SMALL_CASE, scenarios() / "ac-remote", scenarios() / "ticket-rebooking")
}
CASE = CASES[SMALL_CASE.name]


def question(case: Case, kind: str) -> int:
    """The number of the first question of a kind."""
    assert case.analysis is not None
    return next(n for n, step in enumerate(case.analysis.steps.values(), 1) if step.kind == kind)


@pytest.mark.parametrize("name", CASES)
def test_every_open_move_has_a_form(name: str) -> None:
    """Some move of the replay or the analysis could not be made from a page."""
    case = CASES[name]
    play = Play.start(case)
    while play.stage is not Stage.REHEARSAL:
        number = play.progress.analysis.step + 1
        moves = play.legal_moves()
        for move in moves:
            assert move_of(form_of(fields_of(move, case, number)), case) == move
        steps = [m for m in ("hear all", "next", *moves) if m in moves]
        play.push(steps[0])


def test_a_whole_play_by_forms() -> None:
    """A play made of forms would come out otherwise than the same play made of moves."""
    typed, posted = Play.start(CASE), Play.start(CASE)
    for move in LISTENED + ANALYSED:
        fields = fields_of(move, CASE, posted.progress.analysis.step + 1)
        typed.push(move)
        posted.push(move_of(form_of(fields), CASE))
    assert posted.progress == typed.progress


def test_an_order_has_the_numbers_that_are_shown() -> None:
    """The numbers of an order would be the author's, and so the answer."""
    number = question(CASE, "order")
    assert CASE.analysis is not None
    options = list(list(CASE.analysis.steps.values())[number - 1].options)
    fields = [("verb", "answer"), ("question", str(number))]
    fields += [(f"place.{place}", str(place)) for place in range(1, len(options) + 1)]
    words = move_of(form_of(fields), CASE).split()[1:]
    assert sorted(words) == sorted(options)
    assert words != options


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "suppose", "confidence": "60"},
        {"verb": "suppose", "expectation": "1"},
        {"verb": "suppose", "expectation": "1", "confidence": "101"},
        {"verb": "suppose", "expectation": "1", "confidence": "-1"},
        {"verb": "suppose", "expectation": "1", "confidence": "6.5"},
        {"verb": "suppose", "expectation": "1", "confidence": "sure"},
    ],
)
def test_what_is_left_out_is_asked_for(fields: dict[str, str]) -> None:
    """A supposition without a choice or a number would be refused without saying what to do."""
    with pytest.raises(IncompleteForm):
        move_of(FormData(fields), CASE)


@pytest.mark.parametrize("places", [("1", "1", "2"), ("1", "2", "")])
def test_an_order_gives_each_its_own_place(places: tuple[str, ...]) -> None:
    """Two things in one place, or one in none, would be put somewhere."""
    number = question(CASE, "order")
    fields = [("verb", "answer"), ("question", str(number))]
    fields += [(f"place.{option}", place) for option, place in enumerate(places, 1)]
    with pytest.raises(IncompleteForm):
        move_of(form_of(fields), CASE)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"verb": "say", "move": "hear"},
        {"verb": "answer"},
        {"verb": "answer", "question": "99", "choice": "1"},
        {"verb": "answer", "question": "0", "choice": "1"},
        {"verb": "answer", "question": "2", "choice": "99"},
        {"verb": "answer", "question": "2", "choice": "twice"},
        {"verb": "suppose", "expectation": "99", "confidence": "50"},
        {"move": "x" * 501},
        {"move": "answer no-such-option"},
        {"move": "suppose nobody 50"},
        {"move": "  "},
    ],
)
def test_what_no_page_offers_is_refused(fields: dict[str, str]) -> None:
    """Nonsense would reach the rules, whose refusals name every id that there is."""
    with pytest.raises(StrangeForm):
        move_of(FormData(fields), CASE)


def test_figures_of_a_chinese_keyboard_count() -> None:
    """A percentage typed with full-width figures, or with its sign, would not be understood."""
    fields = {"verb": "suppose", "expectation": "1", "confidence": "６０％"}
    assert CASE.analysis is not None
    first = next(iter(CASE.analysis.expectations))
    assert move_of(FormData(fields), CASE) == f"suppose {first} 60"


def test_a_case_without_analysis_takes_no_answers(small_case: Case) -> None:
    """A form of another case would make a server error."""
    from dataclasses import replace

    case = replace(small_case, analysis=None)
    for verb in ("answer", "suppose"):
        with pytest.raises(StrangeForm):
            move_of(FormData({"verb": verb, "question": "1", "expectation": "1", "confidence": "1"}), case)


_NAMES = st.sampled_from(
    [
        "move",
        "verb",
        "question",
        "choice",
        "line",
        "place.1",
        "place.2",
        "place.3",
        "expectation",
        "confidence",
    ]
)
_VALUES = st.one_of(
    st.sampled_from(["answer", "suppose", "hear", "next", "mark 1 key", "1", "2", "3", "4", "5", "6", "50"]),
    st.text(max_size=12),
    st.integers().map(str),
)


@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=12))
def test_any_form_makes_the_same_move_or_is_refused(fields: list[tuple[str, str]]) -> None:
    """Some form would break the server, or make another move when it is sent again."""
    try:
        move = move_of(form_of(fields), CASE)
    except Refusal:
        with pytest.raises(Refusal):
            move_of(form_of(fields), CASE)
        return
    assert move_of(form_of(fields), CASE) == move
    assert move == " ".join(move.split())
    verb, *words = move.split()
    if str(form_of(fields).get("verb", "")).strip():
        assert CASE.analysis is not None
        known = {option for step in CASE.analysis.steps.values() for option in step.options}
        known |= CASE.analysis.expectations.keys()
        assert all(word in known or (word.isascii() and word.isdecimal()) for word in words), (verb, words)
