"""The review against plain recursion over what was heard, and against the engine."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Case, Play
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict
from simulator.call.review.review import Decision, Review, TurnKind, review
from simulator.call.solver.grading import (
    BLUNDER,
    FAULTS,
    INACCURACY,
    MISTAKE,
    Grade,
    accuracy,
    grade,
    reply_accuracy,
)
from simulator.call.solver.judging import Judge, Judgement
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all
from tests.call.solver.small_cases import PERSONAS, caller_of, small_cases
from tests.call.solver.test_shoes import Group, brute_force, heard, sayable

generated = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**32 - 1)


def judge_of(case: Case) -> Judge:
    """A judge who knows everything about a case."""
    return Judge(Shoes(case, list(solve_all(case))))


def random_play(case: Case, persona: str, seed: int) -> Play:
    """A call of random replies, to its end or as far as it goes."""
    choice = random.Random(seed).choice
    play = Play.start(case, caller_of(case, persona), "rehearsal")
    while not play.over and play.legal_moves():
        play.push(choice(play.legal_moves()))
    return play


def reviewed(play: Play, judge: Judge) -> Review:
    """The review of a play that has a call."""
    found = review(play, judge)
    assert found is not None
    return found


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_regret_equals_brute_force(case: Case, persona: str, seed: int) -> None:
    """A reply would be blamed for more, or for less, than it lost."""
    play = random_play(case, persona, seed)
    opening = [(place, call.opening(case, place)) for place in range(len(case.personas))]
    own = dict(opening)[case.persona_place(play.persona)]
    group: Group = tuple(entry for entry in opening if heard(case, entry[1]) == heard(case, own))
    for decision in reviewed(play, judge_of(case)).decisions:
        worth, sound = {}, []
        for rank, move in enumerate(sayable(case, decision.before)):
            said_by_all = [sayable(case, here)[rank] for _, here in group]
            after = [(p, call.reply(case, here, m)) for (p, here), m in zip(group, said_by_all, strict=True)]
            if not any(said.trap for said in said_by_all):
                sound.append(move.id)
            weights = {p: case.personas[p].weight for p, _ in group}
            expected = 0.0
            for words in {heard(case, here) for _, here in after}:
                answer = tuple((p, here) for p, here in after if heard(case, here) == words)
                expected += sum(weights[p] for p, _ in answer) * brute_force(case, answer)
            worth[move.id] = expected / sum(weights.values())
            if move.id == decision.move.id:
                following = after
        assert {m: j.value for m, j in decision.judgements.items()} == pytest.approx(worth)
        most = max(worth[move] for move in sound or worth)
        assert decision.regret == pytest.approx(max(0.0, most - worth[decision.move.id]), abs=1e-6)
        answer_heard = heard(case, decision.after)
        group = tuple(entry for entry in following if heard(case, entry[1]) == answer_heard)


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_losses_and_luck_add_up(case: Case, persona: str, seed: int) -> None:
    """Points would appear or vanish between the first value and the score."""
    found = reviewed(random_play(case, persona, seed), judge_of(case))
    assert all(decision.regret >= 0 for decision in found.decisions)
    for decision in found.decisions:
        assert decision.value_after == pytest.approx(
            decision.value_before - decision.regret + decision.luck, abs=1e-5
        )
        assert decision.best or all(judged.trap for judged in decision.judgements.values())
        assert decision.move.trap or decision.hindsight_after <= decision.hindsight_before
        assert all(decision.judgements[move].grade is Grade.BEST for move in decision.best)
    score = found.outcome.score if found.outcome else found.values[-1]
    luck = sum(decision.luck for decision in found.decisions)
    assert score == pytest.approx(found.values[0] - found.regret + luck, abs=1e-4)


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS))
def test_a_best_line_is_without_fault(case: Case, persona: str) -> None:
    """Somebody who does everything right would be told to do better."""
    judge = judge_of(case)
    place = case.persona_place(caller_of(case, persona))
    line = judge.best_line(judge.shoes.at_start(place), place)
    play = Play.start(case, caller_of(case, persona), "rehearsal")
    for move in line:
        play.push(move)
    found = reviewed(play, judge)
    assert found.regret == 0
    assert found.faults == ()
    assert found.accuracy in (None, 100)
    assert all(decision.grade is Grade.BEST for decision in found.decisions)
    assert all(
        moment.turn in (TurnKind.LOST, TurnKind.LOST_UNSEEN, TurnKind.SLIPPED, TurnKind.WON_BACK)
        for moment in found.moments
    )


def keeps_it(judge: Judge, decision: Decision, move: str) -> bool:
    """Whether a win-win can be reached with who is there after a reply."""
    solution, here = judge.shoes.solutions[decision.before.persona], decision.belief[decision.before.persona]
    assert here is not None
    return bool(solution.winnable[solution.options(here)[move]])


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_what_would_have_been_better_is_better(case: Case, persona: str, seed: int) -> None:
    """The review would show a line that the engine does not take, or that loses something itself."""
    judge = judge_of(case)
    play = random_play(case, persona, seed)
    found = reviewed(play, judge)
    assert [fault.decision for fault in found.faults] == [d for d in found.decisions if d.grade in FAULTS]
    for fault in found.faults:
        better = fault.better
        if better is None:
            continue
        again = Play.start(case, caller_of(case, persona), "rehearsal")
        for move in play.moves[: fault.decision.number - 1]:
            again.push(move)
        assert again.progress.rehearsal == fault.decision.before
        again.push(better.line[0])
        assert again.progress.rehearsal == better.answered
        assert better.reply.id == better.line[0]
        if fault.decision.judgements[better.reply.id].regret:
            # nothing that was best by what had been heard keeps the win-win with this persona
            assert not any(keeps_it(judge, fault.decision, best) for best in fault.decision.best)
            assert keeps_it(judge, fault.decision, better.reply.id)
        for move in better.line[1:]:
            again.push(move)
        assert again.outcome() == better.outcome
        line = reviewed(again, judge)
        said = line.decisions[fault.decision.number - 1 :]
        assert all(decision.regret == 0 for decision in said[1:])
        assert not any(decision.move.trap for decision in said)


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_nothing_is_recommended_that_does_not_win(case: Case, persona: str, seed: int) -> None:
    """A trainee would be told to say what loses the call as well, or anything at all once it is lost."""
    found = reviewed(random_play(case, persona, seed), judge_of(case))
    won = found.outcome is not None and found.outcome.verdict is Verdict.WIN_WIN
    winnable = [decision.winnable_before for decision in found.decisions]
    if found.lost is None:
        assert won or not winnable or found.decisions[-1].winnable_after or not any(winnable)
    else:
        assert not won
        assert found.out_of_reach is not None
        assert found.out_of_reach.winnable_before
        assert not any(winnable[found.out_of_reach.number :])
        # what was lost most is lost there
        fell = [
            d.hindsight_before - d.hindsight_after for d in found.decisions[found.out_of_reach.number - 1 :]
        ]
        assert found.lost.number == found.out_of_reach.number + fell.index(max(fell))
    for fault in found.faults:
        late = found.out_of_reach is not None and fault.decision.number > found.out_of_reach.number
        assert found.too_late(fault.decision) == late
        if late:
            assert fault.better is None or (fault.decision is found.lost and len(fault.better.line) == 1)
        elif fault.better is not None and fault.decision.winnable_before:
            again = Play.start(case, caller_of(case, persona), "rehearsal")
            for decision in found.decisions[: fault.decision.number - 1]:
                again.push(decision.move.id)
            again.push(fault.better.reply.id)
            assert reviewed(again, judge_of(case)).decisions[-1].winnable_after


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_moments_say_when(case: Case, persona: str, seed: int) -> None:
    """The win-win would be said to be lost where it was not, or at another reply."""
    found = reviewed(random_play(case, persona, seed), judge_of(case))
    turns = {moment.turn: moment.decision for moment in found.moments}
    assert (TurnKind.LOST in turns) == any(d.open_before and not d.open_after for d in found.decisions)
    if TurnKind.LOST in turns:
        assert turns[TurnKind.LOST].chance_after == 0
        assert found.outcome is None or found.outcome.verdict is not Verdict.WIN_WIN
        assert found.moments[-1].turn is TurnKind.LOST
    if TurnKind.LOST_UNSEEN in turns:
        assert found.outcome is None or found.outcome.verdict is not Verdict.WIN_WIN
        assert turns[TurnKind.LOST_UNSEEN].open_after
    if found.outcome and found.outcome.verdict is Verdict.WIN_WIN:
        assert found.chances[-1] == 100
        assert [m.turn for m in found.moments].count(TurnKind.SLIPPED) == [
            m.turn for m in found.moments
        ].count(TurnKind.WON_BACK)


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_losing_the_win_win_is_a_mistake(case: Case, persona: str, seed: int) -> None:
    """A reply that gives the win-win away would be called good because it costs few points."""
    judge = judge_of(case)
    for decision in reviewed(random_play(case, persona, seed), judge).decisions:
        persons = [(p, n) for p, n in enumerate(decision.belief) if n is not None]

        def keeps(move: str, persons: list[tuple[int, int]] = persons, decision: Decision = decision) -> bool:
            solutions, own = judge.shoes.solutions, decision.before.persona
            names = {p: judge.shoes.same(decision.belief, move, own, p) for p, _ in persons}
            return any(solutions[p].winnable[solutions[p].options(n)[names[p]]] for p, n in persons)

        for move, judged in decision.judgements.items():
            given_away = any(keeps(best) for best in decision.best) and not keeps(move)
            blamed = judged.trap and any(not other.trap for other in decision.judgements.values())
            assert (judged.grade is Grade.BEST) == (not judged.regret and not blamed)
            assert judged.recommendable == (not judged.regret and not judged.trap)
            assert judged.grade is grade(judged.regret, given_away, blamed)


def test_grades_by_loss() -> None:
    """A loss would be called by another name than the documented one."""
    losses = [0, 0.1, INACCURACY, 9.9, MISTAKE, BLUNDER - 0.1, BLUNDER, 100]
    assert [grade(loss).value for loss in losses] == [
        "best", "good", "inaccuracy", "inaccuracy", "mistake", "mistake", "blunder", "blunder",
    ]  # fmt: skip
    assert [grade(loss, gives_away=True).value for loss in (0, 1, 30)] == ["best", "mistake", "blunder"]
    assert [grade(loss, trap=True).value for loss in (0, 1, 30)] == ["mistake", "mistake", "blunder"]


def test_accuracy_by_losses() -> None:
    """The documented figures of the accuracy would not be those that are worked out."""
    assert [round(reply_accuracy(loss)) for loss in (0, 5, 10, 20, 50, 100)] == [100, 80, 64, 40, 9, 0]
    assert accuracy([]) is None
    assert accuracy([0, 0, 0]) == 100
    assert accuracy([100, 0]) == 25
    assert Judgement(70, 4, Grade.MISTAKE).counts == MISTAKE
    assert [Judgement(70, loss, grade(loss)).counts for loss in (0, 4, 12, 30)] == [0, 4, 12, 30]
    spread, single = accuracy([5, 5, 5, 5]), accuracy([20, 0, 0, 0])
    assert spread is not None
    assert single is not None
    assert (round(spread), round(single)) == (80, 79)


def test_a_play_without_a_call_has_no_review(small_case: Case) -> None:
    """The review of somebody who left before the call would break the debrief."""
    assert review(Play.start(small_case, "worried"), judge_of(small_case)) is None


def test_a_call_that_has_just_begun(small_case: Case) -> None:
    """A trainee who left at the opening would get no debrief."""
    found = reviewed(Play.start(small_case, "worried", "rehearsal"), judge_of(small_case))
    assert (found.decisions, found.faults, found.accuracy, found.outcome) == ((), (), None, None)
    assert len(found.chances) == 1


def test_moves_before_the_call_are_no_replies(small_case: Case) -> None:
    """What was marked in the recording would be reviewed as if it had been said to the customer."""
    judge = judge_of(small_case)
    whole, alone = Play.start(small_case, "worried"), Play.start(small_case, "worried", "rehearsal")
    for move in ("hear all", "mark 1 key", "next"):
        whole.push(move)
    while whole.progress.rehearsal is None:
        moves = [move for move in whole.legal_moves() if move.split()[0] in ("answer", "suppose", "next")]
        whole.push("next" if "next" in moves else moves[0])
    for play in (whole, alone):
        play.push("offer-voucher")
    assert reviewed(whole, judge) == reviewed(alone, judge)
