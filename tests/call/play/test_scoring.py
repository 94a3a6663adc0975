"""The stage scores, on figures worked out by hand, and the laws that make them fair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Case
from simulator.call.case.case import Detail
from simulator.call.play.analysis import AnalysisProgress, StatedBelief, analysis_of, share_right, shown_order
from simulator.call.play.replay import ReplayProgress
from simulator.call.play.scoring import (
    Scores,
    analysis_score,
    brier,
    details,
    hypothesis_score,
    questions,
    replay_score,
    scores,
)

from .test_play import ANALYSIS, CALL, REPLAY, played

R, H, S, A, X, K = Detail  # the five kinds, and the key sentences

ALL = frozenset({(2, R), (5, R), (4, H), (6, S), (5, A), (7, X), (2, K)})


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        (ALL, 100),
        (frozenset(), 0),
        (ALL - {(2, K)}, 70),
        (frozenset({(2, K)}), 30),
        # repeated: one of two found, one mistaken: F1 = 2·1/(2·1+1+1) = 0.5; the other four kinds 0
        (frozenset({(2, R), (3, R)}), 7),
        # lines 1 to 4 marked as heated, one of them rightly: F1 = 2·1/(2·1+3) = 0.4, the other four 0
        (frozenset({(line, H) for line in range(1, 5)}), 6),
    ],
)
def test_replay(small_case: Case, marks: frozenset[tuple[int, Detail]], score: int) -> None:
    """The replay would be scored otherwise than docs/scoring.md says."""
    assert replay_score(small_case, ReplayProgress(7, marks)) == score


def test_details_by_line(small_case: Case) -> None:
    """The debrief would show the wrong lines."""
    found = {
        d.detail: (d.found, d.missed, d.mistaken)
        for d in details(small_case, ReplayProgress(7, frozenset({(2, R), (3, R)})))
    }
    assert (found[R], found[K]) == (((2,), (5,), (3,)), ((), (2,), ()))


@given(marks=st.frozensets(st.tuples(st.integers(1, 7), st.sampled_from(Detail))))
def test_marking_everything_does_not_pay(small_case: Case, marks: frozenset[tuple[int, Detail]]) -> None:
    """Somebody who marks at random could score as well as somebody who listens."""
    score = replay_score(small_case, ReplayProgress(7, marks))
    assert 0 <= score <= 100
    assert (score == 100) == (marks == ALL)
    assert (
        replay_score(small_case, ReplayProgress(7, frozenset((n, d) for n in range(1, 8) for d in Detail)))
        < 40
    )


@pytest.mark.parametrize(
    ("step", "choice", "share"),
    [
        ("what-is-repeated", ["mother"], 1.0),
        ("what-is-repeated", ["status"], 0.0),
        ("which-two", ["door", "who"], 1.0),
        ("which-two", ["door"], 0.5),
        ("which-two", ["door", "who", "name"], 0.5),
        ("which-two", ["name"], 0.0),
        ("in-which-order", ["hear", "check", "act"], 1.0),
        ("in-which-order", ["hear", "act", "check"], pytest.approx(1 / 3)),
        ("in-which-order", ["act", "check", "hear"], 0.0),
        ("show-me", ["2", "5"], 1.0),
        ("show-me", ["2", "4"], 0.0),
        ("show-me", ["1", "2", "3", "4", "5"], 0.0),
    ],
)
def test_share_right(small_case: Case, step: str, choice: list[str], share: float) -> None:
    """An answer would be marked otherwise than docs/scoring.md says."""
    assert share_right(analysis_of(small_case).steps[step], tuple(choice)) == share


def test_help_takes_credit(small_case: Case) -> None:
    """Hints and guesses would be free, or would leave nothing."""
    play = played(small_case, REPLAY + ANALYSIS)
    credit = {q.step.id: round(q.credit, 3) for q in questions(small_case, play.progress.analysis)}
    # what-is-repeated: right at the second answer after one hint: 1 - 0.2·2
    assert credit == {"what-is-repeated": 0.6, "show-me": 1.0, "which-two": 0.5, "in-which-order": 0.0}


@pytest.mark.parametrize(
    ("belief", "expected"),
    [
        (None, 2 / 3),
        (StatedBelief(0, "worried", 100), 0.0),
        (StatedBelief(0, "money", 100), 2.0),
        (StatedBelief(0, "worried", 60), 0.4**2 + 2 * 0.2**2),
        (StatedBelief(0, "money", 40), 0.4**2 + 0.3**2 + 0.7**2),
    ],
)
def test_brier(small_case: Case, belief: StatedBelief | None, expected: float) -> None:
    """The hypothesis would be scored otherwise than Brier (1950) says."""
    assert brier(small_case, belief) == pytest.approx(expected)


@given(chance=st.integers(34, 100), stated=st.integers(0, 100))
def test_honesty_is_the_best_policy(small_case: Case, chance: int, stated: int) -> None:
    """Stating another confidence than one's own would pay: the rule would not be proper."""

    def expected(confidence: int) -> float:
        p = chance / 100
        right = brier(small_case, StatedBelief(0, "worried", confidence))
        wrong = brier(small_case, StatedBelief(0, "money", confidence))
        return p * right + (1 - p) * wrong

    assert expected(chance) <= expected(stated) + 1e-12


def test_early_is_better(small_case: Case) -> None:
    """Waiting until the whole story is told would cost nothing."""
    early, late = (
        hypothesis_score(small_case, AnalysisProgress(5, (), (StatedBelief(step, "worried", 90),)))
        for step in (0, 5)
    )
    never = hypothesis_score(small_case, AnalysisProgress(5))
    assert (early > late > never, never, hypothesis_score(small_case, AnalysisProgress(5, (), (StatedBelief(0, "money", 100),)))) == (
        True, 0.0, 0.0,
    )  # fmt: skip


def test_analysis_by_hand(small_case: Case) -> None:
    """The parts of the analysis would be put together otherwise than docs/scoring.md says."""
    progress = played(small_case, REPLAY + ANALYSIS).progress.analysis
    # step 1: money 40; steps 2 to 5: worried 80; step 6: worried 95; no idea: 2/3
    mean = (0.74 + 4 * (0.2**2 + 2 * 0.1**2) + 0.05**2 + 2 * 0.025**2) / 6
    credit = (0.6 + 1.0 + 0.5 + 0.0) / 4
    assert analysis_score(small_case, progress) == round(100 * (0.6 * credit + 0.4 * (1 - mean / (2 / 3))))


def test_stages_by_weight(small_case: Case) -> None:
    """The whole would be put together otherwise than the weights say."""
    whole = scores(played(small_case, REPLAY + ANALYSIS + CALL, persona="worried"))
    assert whole.replay is not None
    assert whole.analysis is not None
    assert whole.total == round((20 * whole.replay + 30 * whole.analysis + 50 * 91) / 100)


@pytest.mark.parametrize(
    ("moves", "stage", "expected"),
    [
        ([], None, Scores(None, None, None, None)),
        (REPLAY[:-1], None, Scores(None, None, None, None)),
        (REPLAY, "replay", Scores(9, None, None, 9)),
        (CALL, "rehearsal", Scores(None, None, 91, 91)),
        (CALL[:1], "rehearsal", Scores(None, None, None, None)),
    ],
)
def test_only_finished_stages_count(
    small_case: Case, moves: list[str], stage: str | None, expected: Scores
) -> None:
    """A stage that was never finished would pull the score down."""
    assert scores(played(small_case, moves, persona="worried", stage=stage)) == expected


def test_the_right_order_is_never_shown(small_case: Case) -> None:
    """The question would show its own answer."""
    step = analysis_of(small_case).steps["in-which-order"]
    shown = shown_order(step)
    assert (sorted(shown), shown != list(step.options)) == (sorted(step.options), True)
