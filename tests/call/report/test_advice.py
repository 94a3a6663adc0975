"""What to train next: it follows from the play, and says why."""

import pytest

from simulator import Case, load_case
from simulator.call.report.advice import MOST, Advice
from simulator.call.report.debrief import debrief

from .plays import ANALYSED, CHINESE_CASE, LISTENED, LOST, WON, played

OTHERS = Advice(
    "Take the call again with another customer.",
    "One more kind of customer is behind the same complaint, with another wish.",
)


def advice_of(
    case: Case, moves: list[str], persona: str = "worried", stage: str | None = None
) -> list[Advice]:
    """The advice after a play."""
    return list(debrief(played(case, moves, persona, stage), "en").advice)


def test_critical_errors_come_first(small_case: Case) -> None:
    """The worst would stand behind trifles."""
    first, *_, last = advice_of(small_case, LOST, "hurried", "rehearsal")
    assert first == Advice(
        "Never again, whatever the caller says: a critical error.",
        "After it, all four values count only 30 %.",
        "Hanging up without the warning.",
    )
    assert last == OTHERS


def test_closing_early(small_case: Case) -> None:
    """A resigned goodbye would pass for an ending like others."""
    first, *_ = advice_of(small_case, ["offer-voucher", "close-it"], stage="rehearsal")
    assert (first.what, first.why) == (
        "Do not close before the matter is settled.",
        "You closed after 2 replies, with “The matter is solved” at 0 of the 70 it takes.",
    )


def test_nothing_to_say_but_that_others_wait(small_case: Case) -> None:
    """Somebody who won would be sent back to what they can do."""
    assert advice_of(small_case, WON, stage="rehearsal") == [OTHERS]


def test_no_other_customer() -> None:
    """Somebody would be sent to a customer who does not exist."""
    assert advice_of(load_case(CHINESE_CASE), ["tonight"], "tired") == []


def test_others_stay_unknown(small_case: Case) -> None:
    """The report would give away who calls next time."""
    texts = " ".join(
        f"{entry.what} {entry.why} {entry.quote}" for entry in advice_of(small_case, WON, stage="rehearsal")
    )
    assert [name for name in ("Tan", "taxi", "hurried") if name in texts] == []


def test_details_and_questions(small_case: Case) -> None:
    """The first two stages would leave nothing to train."""
    advice = advice_of(small_case, LISTENED + ANALYSED + WON)
    assert [entry.what for entry in advice] == [
        "Listen for what is de-escalated: the sentence that calmed the customer.",
        "Look at the hardest question again.",
        "Play one stage by itself: Finding the expectation.",
        OTHERS.what,
    ]
    assert advice[0].why == "You found 0 of 1."


@pytest.mark.parametrize(
    ("moves", "what"),
    [
        (["suppose money 90"], "Go through the recording again with the real expectation in mind."),
        (["suppose money 50", "suppose worried 50"], "Form your hypothesis earlier, and revise it."),
    ],
)
def test_hypothesis(small_case: Case, moves: list[str], what: str) -> None:
    """Somebody who never found out what the customer wanted would not hear of it."""
    first, *later = moves
    answers = ["answer mother", "answer twice mother", "answer who door", "answer hear check act"]
    course = [
        first,
        "next",
        *(move for answer in answers for move in (answer, "next")),
        *later,
        *([] if later else [first]),
        "next",
    ]
    assert what in [entry.what for entry in advice_of(small_case, course, stage="analysis")]


def test_never_too_much(small_case: Case) -> None:
    """Nobody trains five things at once."""
    marks = [f"mark {line} heated" for line in range(1, 8)]
    moves = ["hear all", *marks, "next", *ANALYSED, "offer-voucher", "close-it"]
    assert len(advice_of(small_case, moves)) == MOST
