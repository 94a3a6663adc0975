"""`winwin play`: the conversation."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.call.case.case import GAUGES
from simulator.cli.case.new import write_scaffold
from tests.cli.conftest import Edited, Ran, Winwin, too_wide
from tests.cli.playing import BEST, CALL, WHOLE, kept, typed
from tests.golden import Golden

pytestmark = pytest.mark.usefixtures("beside_small_case")


def conversation(ran: Ran) -> str:
    """Return what was shown before the debrief."""
    before, heading, _ = ran.out.partition("── Debrief")
    assert heading
    return before


def test_whole_case_in_english(winwin: Winwin, golden: Golden) -> None:
    """The conversation would change without anybody having looked at it."""
    ran = winwin("play", "late-parcel", "--persona", "worried", typed=typed(*WHOLE))
    assert (ran.code, ran.err, too_wide(ran.out), "\x1b" in ran.out) == (0, "", [], False)
    golden.check("play.en.txt", ran.out)


def test_whole_case_in_chinese(
    winwin: Winwin, in_chinese: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    """Chinese would not line up, or English words would stand in between."""
    monkeypatch.chdir(tmp_path)
    write_scaffold(tmp_path / "xin", "zh")
    lines = ["全部", "２　ｒ", "4 关", "下一步", "1 60", "", "提示", "2", "", "4 9", "", "1 90%", ""]
    ran = winwin("play", "xin", "--persona", "waited", typed=typed(*lines, "？", "1", "1", "3"))
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    golden.check("play.zh.txt", ran.out)


def test_nothing_is_given_away_during_the_call(winwin: Winwin) -> None:
    """The trainee would play by numbers, or know who is on the line."""
    ran = winwin("play", "late-parcel", "--persona", "worried", "--stage", "rehearsal", typed=typed(*CALL))
    shown = conversation(ran)
    for gauge in GAUGES.values():
        if gauge.id != "trust":  # a word that anybody may say
            assert str(gauge.name) not in shown
    for secret in ("Mrs. Gao", "worried", "gives-away", "asks for facts", "She needed that.", "told-which"):
        assert secret not in shown
    assert "Mrs. Gao" in ran.out


def test_author_sees_the_levels(winwin: Winwin, home: Path) -> None:
    """An author would not see what each reply does, or their trial would count as practice."""
    options = ("--persona", "worried", "--stage", "rehearsal", "--gauges")
    ran = winwin("play", "late-parcel", *options, typed=typed(*BEST))
    words = " ".join(conversation(ran).split())
    assert words.index("heat 50 · trust 45") < words.index("heat 35 (−15)")
    assert "understood 60 (+40)" in words
    assert "new facts: door-named" in words
    assert "not saved and counts nowhere" in " ".join(ran.out.split())
    assert not kept(home)
    assert winwin("play", "late-parcel", "--resume", "--gauges").code == 2


def test_wrong_answer_does_not_tell_the_right_one(winwin: Winwin) -> None:
    """A question could be answered by reading the feedback."""
    ran = winwin("play", "late-parcel", "--stage", "analysis", typed=typed("1 50", "", "1", "h", "2", "q"))
    wrong, right = ran.out.split("> 1\n")[1].split("> 2\n")
    assert "wrong: It is the agent who repeats it." in wrong
    assert "And each time it is passed over." not in wrong
    assert "What is said three times" not in wrong + right
    assert "right: And each time it is passed over." in right


def test_reason_comes_when_the_question_is_behind(winwin: Winwin) -> None:
    """The author's conclusion would never be read."""
    ran = winwin("play", "late-parcel", "--stage", "analysis", typed=typed("1 50", "", "2", "", "q"))
    assert "What is said three times has not been heard twice." in ran.out


def test_transcript_stops_where_the_question_looks(winwin: Winwin) -> None:
    """A question would be answered with what comes later in the call."""
    ran = winwin("play", "late-parcel", "--stage", "analysis", typed=typed("t", "q"))
    assert "I have already told this twice." in ran.out
    assert "It is my mother's" not in ran.out


def test_engine_moves_can_be_typed_too(winwin: Winwin, home: Path) -> None:
    """What a refusal advises to type would not be understood."""
    lines = ["hear", "hear all", "mark 2 repeated", "unmark 2 repeated", "next", "suppose worried 60", "next"]
    winwin(
        *("play", "late-parcel", "--persona", "worried"),
        typed=typed(*lines, "hint", "answer mother", "next", "answer twice mother", "next"),
    )
    moves = (*lines, "hint", "answer mother", "next", "answer twice mother", "next")
    assert kept(home)[0].attempt.moves == moves


def test_move_can_be_taken_back_within_the_call_only(winwin: Winwin, home: Path) -> None:
    """An undone reply would count; or undo would lead back into the questions and give hints for free."""
    winwin(
        *("play", "late-parcel", "--persona", "worried"),
        typed=typed(
            "all", "n", *("1 60", "", "2", "", "2 5", "", "1 2", "", "3 1 2", "", "1 90", ""), "2", "u", "u"
        ),
    )
    assert kept(home)[0].attempt.moves[-1] == "next"


def test_every_move_is_kept_with_its_time(winwin: Winwin, home: Path) -> None:
    """A call would be lost with the power."""
    winwin("play", "late-parcel", "--stage", "rehearsal", "--persona", "worried", typed=typed(*BEST))
    (record,) = kept(home)
    assert record.attempt.moves == ("feel-it", "when-expected", "send-courier")
    assert all(isinstance(at, float) for at in record.attempt.times)
    assert record.result is not None
    assert (record.result.score, record.attempt.started is not None) == (91, True)


def test_end_of_input_leaves_and_says_how_to_come_back(winwin: Winwin, home: Path) -> None:
    """Whoever leaves would not know whether anything was kept."""
    ran = winwin("play", "late-parcel", typed=typed("", ""))
    assert (ran.code, ran.out.endswith("Go on whenever you like: winwin play late-parcel --resume\n")) == (
        0,
        True,
    )
    assert len(kept(home)[0].attempt.moves) == 2


def test_leaving_at_once_keeps_nothing(winwin: Winwin, home: Path) -> None:
    """The store would fill with attempts that nobody made."""
    ran = winwin("play", "late-parcel", typed=typed("q"))
    assert (ran.code, kept(home)) == (0, [])
    assert "nothing to keep" in ran.out


def test_wins_add_up_to_mastery(winwin: Winwin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would know how far they are."""
    monkeypatch.chdir(tmp_path)
    write_scaffold(tmp_path / "own", "en")
    arguments = ("play", "own", "--stage", "rehearsal", "--persona")
    first = winwin(*arguments, "waited", typed=typed("3", "3"))
    progress = "Mastery: 1 of 2 wins in a row, each with another customer and without a critical error."
    assert progress in first.out.replace("\n", " ")
    second = winwin(*arguments, "deadline", typed=typed("2", "1"))
    assert "You have mastered this case: won with 2 different customers in a row.\n" in second.out


def test_hostile_words_are_only_words(winwin: Winwin, edited_case: Edited, tmp_path: Path) -> None:
    """A downloaded case could write on the whole screen, or read what it should not."""
    folder = edited_case(
        "say: That must have been a bad morning.",
        'say: "[red]{play.seed!r} {{7*7}} %s \\e[2J\\x9bH\\u202e[/red]"',
    )
    ran = winwin("play", folder, "--persona", "worried", "--stage", "rehearsal", typed=typed(*BEST))
    assert ran.code == 0
    assert "  2  [red]{play.seed!r} {{7*7}} %s [2JH[/red]\n" in ran.out
    assert not any(character in ran.out for character in "\x1b\x9b\u202e")


def test_report_is_written_on_the_way(winwin: Winwin, tmp_path: Path) -> None:
    """`--html` would write nothing, or something else than a page."""
    page = tmp_path / "report.html"
    arguments = ("play", "late-parcel", "--stage", "rehearsal", "--persona", "worried", "--html", page)
    ran = winwin(*arguments, typed=typed(*BEST))
    assert "".join(f"The report is in {page}.".split()) in "".join(ran.out.split())  # a long path is wrapped
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


KEYS = ["", "all", "n", "h", "s", "t", "l", "u", "?", "1", "2", "3", "4", "1 2", "3 1 2", "2 60", "s 1 90", "2 5",
        "2 r", "9 k", "-1", "99999999", "1 1", "suppose x 1", "answer", "mark", "hear x", "next", "é", "²", "% %"]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(KEYS) | st.text(max_size=12), max_size=40))
def test_whatever_is_typed_is_answered(winwin: Winwin, lines: list[str]) -> None:
    """A slip of the finger would end the play."""
    ran = winwin("play", "late-parcel", typed=typed(*(line.replace("\n", " ") for line in lines)))
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])


def test_typed_plan(winwin: Winwin) -> None:
    """What the checker found could not be played from the line that it prints, or a refusal would have no place."""
    arguments = ("play", "late-parcel", "--persona", "worried", "--stage", "rehearsal", "--plan", "-")
    ran = winwin(*arguments, typed=typed("feel-it  # first", "", "when-expected", "send-courier"))
    assert (ran.code, ran.err) == (0, "")
    assert "The parcel is found" in ran.out
    refused = winwin(*arguments, typed=typed("feel-it", "dance"))
    assert (refused.code, refused.err.split(" ")[0]) == (1, "<stdin>:2:1:")
    empty = winwin(*arguments, typed="")
    assert (empty.code, "Traceback" in empty.err) == (0, False)
