"""Leaving a play in every way there is, and going on with it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Edited, Winwin
from tests.cli.playing import WHOLE, kept, typed

pytestmark = pytest.mark.usefixtures("beside_small_case")


def test_resumed_attempt_ends_like_an_uninterrupted_one(winwin: Winwin, home: Path) -> None:
    """Leaving would change the result."""
    winwin("play", "late-parcel", "--persona", "worried", typed=typed(*WHOLE))
    for place in range(1, len(WHOLE), 6):
        winwin("play", "late-parcel", "--persona", "worried", typed=typed(*WHOLE[:place], "q"))
        if not any(not record.finished for record in kept(home)):
            continue  # left before the first move
        ran = winwin("play", "late-parcel", "--resume", typed=typed(*WHOLE[place:]))
        assert (ran.code, "── Debrief" in ran.out) == (0, True)
    whole, *others = kept(home)
    assert {(record.attempt.moves, record.result) for record in others} == {
        (whole.attempt.moves, whole.result)
    }


def test_hints_already_taken_are_shown_again(winwin: Winwin) -> None:
    """A hint would be paid for twice."""
    winwin("play", "late-parcel", "--stage", "analysis", typed=typed("h", "q"))
    assert "Hint 1 of 1: Whose parcel is it?" in winwin("play", "late-parcel", "--resume", typed="q\n").out


def test_resuming_finds_a_case_by_its_path_from_anywhere(
    winwin: Winwin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case of one's own could only be gone on with in the same folder."""
    winwin("play", "late-parcel", "--persona", "worried", "--stage", "rehearsal", typed=typed("2"))
    monkeypatch.chdir(tmp_path)
    ran = winwin("play", "--resume", typed=typed("1", "1"))
    assert ran.code == 0
    assert "That must have been a bad morning." in ran.out.partition("told-which")[0]
    assert "── Debrief: Delivered, but not here" in ran.out


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    code = "import sys; from simulator.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"WINWIN_HOME": str(home)},
    )


def wait_for_moves(home: Path, count: int) -> None:
    """Wait until an attempt with this many moves is kept."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if [len(record.attempt.moves) for record in kept(home)] == [count]:
            return
        time.sleep(0.02)
    raise AssertionError(f"never kept: {kept(home)}")


def test_killed_in_the_middle_of_a_call_nothing_is_lost(winwin: Winwin, home: Path) -> None:
    """Moves that the trainee has seen the answer to would be gone."""
    process = start(home, "play", "late-parcel", "--persona", "worried", "--stage", "rehearsal")
    assert process.stdin is not None
    process.stdin.write(typed("2", "1"))
    process.stdin.flush()
    wait_for_moves(home, 2)
    process.kill()
    process.communicate()
    ran = winwin("play", "late-parcel", "--resume", "--json", typed=typed("1"))
    assert json.loads(ran.out)["ending"] == "parcel-traced"
    assert "Customer  The side door." in ran.err


def test_interrupt_leaves_cleanly(home: Path) -> None:
    """Ctrl-C would show a traceback."""
    process = start(home, "play", "late-parcel")
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    wait_for_moves(home, 1)
    time.sleep(0.1)  # until it waits for the next line
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    assert out.endswith("Saved. Go on whenever you like: winwin play late-parcel --resume\n")


def test_attempts_that_cannot_be_saved_are_said_once(
    winwin: Winwin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a home nobody could play, or would believe that it was saved."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WINWIN_HOME", str(tmp_path / "file"))
    ran = winwin(
        "play", "late-parcel", "--stage", "rehearsal", "--persona", "worried", typed=typed("2", "1", "q")
    )
    assert (ran.code, ran.out.count("cannot be saved")) == (0, 1)
    assert ran.out.endswith("This attempt could not be saved.\n")


def test_changed_case_is_gone_on_with_if_it_fits(winwin: Winwin, edited_case: Edited) -> None:
    """A corrected typo would cost the trainee their attempt."""
    folder = edited_case()
    winwin("play", folder, "--persona", "worried", "--stage", "rehearsal", typed=typed("2"))
    edited_case("The side door.", "The back door.")
    ran = winwin("play", folder, "--resume", typed=typed("1", "q"))
    assert ran.code == 0
    assert "The case has changed since; what you did so far still fits.\n" in ran.out
    assert "The back door." in ran.out


def test_changed_case_that_does_not_fit_keeps_the_attempt(
    winwin: Winwin, home: Path, edited_case: Edited
) -> None:
    """The trainee would read a traceback, and the attempt would be lost."""
    folder = edited_case()
    winwin("play", folder, "--persona", "worried", "--stage", "rehearsal", typed=typed("2"))
    before = kept(home)
    edited_case("      feel-it:", "      feel-her:")
    ran = winwin("play", folder, "--resume")
    assert (ran.code, kept(home)) == (1, before)
    assert "from move 1 (“feel-it”)" in ran.err
    assert "It is kept as it is" in " ".join(ran.err.split())
