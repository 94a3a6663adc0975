"""`winwin retry`: back to before each mistake, until a reply is found that loses nothing."""

from pathlib import Path

import pytest

from tests.cli.conftest import Winwin, too_wide
from tests.cli.playing import kept, typed

pytestmark = pytest.mark.usefixtures("beside_small_case")

PLAY = ("play", "late-parcel", "--stage", "rehearsal", "--persona", "worried")
BAD = typed("3", "2")  # a voucher, then “anything else?”


@pytest.fixture
def lost(winwin: Winwin, beside_small_case: None) -> None:
    """A call with two mistakes in it."""
    assert winwin(*PLAY, typed=BAD).code == 0


@pytest.mark.usefixtures("lost")
def test_a_better_reply_goes_on_to_the_next_mistake(winwin: Winwin, home: Path) -> None:
    """A trainee would not be put back, or be kept at a reply that was right."""
    before = kept(home)
    ran = winwin("retry", "last", typed=typed("3", "2", "1"))
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert "Mistake 1 of 2: reply 1" in said
    assert "That is what you said then. Try another." in said
    assert said.count("Nothing would have been better.") == 2
    assert "Customer (fast, voice rising) It says delivered." in said
    assert said.endswith("Found: 2 of 2, 1 of them at once and without a hint.")
    assert too_wide(ran.out) == []
    assert kept(home) == before


@pytest.mark.usefixtures("lost")
def test_hints_and_showing_it(winwin: Winwin) -> None:
    """Somebody who does not find it would be left alone with it."""
    said = " ".join(winwin("retry", typed=typed("h", "h", "h", "s", "?", "l", "x", "99", "q")).out.split())
    assert "Look for a reply that does this: answers the feelings." in said
    assert "It begins: “That must…”" in said
    assert "There are no more hints; “s” shows the reply." in said
    assert "You That must have been a bad morning. Nothing would have been better." in said
    assert said.count("Type a number from 1 to 2; “?” shows all keys.") == 2
    assert said.endswith("Found: 0 of 2.")


@pytest.mark.usefixtures("lost")
def test_what_is_beyond_authority_is_refused(winwin: Winwin) -> None:
    """A reply that the agent may not give would be judged as if it could be given."""
    said = " ".join(winwin("retry", typed=typed("4")).out.split())
    assert "That takes authority level 3; yours is" in said


def test_a_call_without_mistakes(winwin: Winwin) -> None:
    """Somebody who did well would be asked to do it again."""
    winwin(*PLAY, typed=typed("2", "1", "1"))
    ran = winwin("retry", "last")
    assert ran.code == 0
    assert "No reply lost 5 points or more." in ran.out
    assert "Mistake" not in ran.out


def test_an_attempt_without_a_call(winwin: Winwin, home: Path) -> None:
    """An attempt that was left before the call would end in a traceback."""
    winwin("play", "late-parcel", "--persona", "worried", typed="\nq\n")
    (record,) = kept(home)
    ran = winwin("retry", record.id)
    assert (ran.code, "did not come to the call" in " ".join(ran.err.split())) == (1, True)


@pytest.mark.usefixtures("lost")
def test_chinese_says_it_in_chinese(winwin: Winwin) -> None:
    """A Chinese trainee would meet English sentences."""
    ran = winwin("retry", "--lang", "zh", typed=typed("提示", "答案", "q"))
    assert "第 1 处（共 2 处）：您的第 1 句" in ran.out
    assert "找一句做这件事的话" in ran.out
    assert too_wide(ran.out) == []
