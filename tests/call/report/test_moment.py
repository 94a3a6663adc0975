"""What may be seen of a call under way: the same as in the debrief, less what is for afterwards."""

import pytest

from simulator import Play, load_case
from simulator.call.case.plan import read_plan
from simulator.call.check.plans import run_plan
from simulator.call.play.rehearsal import last_words, moment
from simulator.call.report.conversation import conversation
from simulator.call.report.moment import FINDING_OUT, exchanges
from simulator.resources import scenarios
from simulator.text.language import translator


def played(stage: str | None, limit: int = 100) -> Play:
    """A play of first moves."""
    play = Play.start(load_case(scenarios() / "ticket-rebooking", "en"), "proud", stage)
    while not play.over and len(play.moves) < limit:
        play.push("hear all" if play.state == "replay.0" else play.legal_moves()[0])
    return play


@pytest.mark.parametrize("limit", [0, 1, 2, 100])
def test_what_is_heard_is_what_the_debrief_tells(limit: int) -> None:
    """The page of the call and its report would tell two different calls."""
    play = played("rehearsal", limit)
    told = conversation(play, tuple(play.spoken()), translator("en"))
    heard = [
        (one.moment.customer, one.moment.cue, one.moment.mood, one.moment.screen, one.say)
        for one in exchanges(play)
    ]
    replied = [turn for turn in told.turns if turn.reply]
    assert heard == [
        (turn.customer, turn.voice.cue, turn.voice.mood, turn.screen, turn.reply.say)
        for turn in replied
        if turn.reply
    ]
    position = play.progress.rehearsal
    assert position is not None
    if play.over:
        assert last_words(play.case, position) == told.last_words
    else:
        assert moment(play.case, position).customer == told.turns[-1].customer


def test_a_call_began_behind_the_stages_before_it() -> None:
    """An undo in the call would reach back into the analysis."""
    assert played("rehearsal").before_call == 0
    assert played("rehearsal", 0).before_call == 0
    replay = played(None, 2)  # hear all, next: the analysis has begun
    assert replay.stage is not None
    assert replay.before_call == len(replay.moves) == 2


@pytest.mark.parametrize("case_name", ["ticket-rebooking", "ac-remote"])
def test_now_known_is_only_what_was_found_out(case_name: str) -> None:
    """A debrief would say that the agent learned what they had just told the customer themselves."""
    case = load_case(scenarios() / case_name)
    told = 0
    for file in sorted((scenarios() / case_name).glob("*.plan.yaml")):
        play = run_plan(case, read_plan(file)).play
        spoken = tuple(play.spoken())
        for turn, said in zip(conversation(play, spoken, translator("zh")).turns, spoken, strict=False):
            assert turn.reply is not None
            found = turn.reply.learned
            assert not found or FINDING_OUT & {*said.move.kinds}
            told += bool(said.after.flags & ~said.before.flags and not found)
    assert told  # there are replies that set a fact without finding anything out
