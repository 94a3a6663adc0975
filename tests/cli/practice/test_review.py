"""`winwin review`: a debrief again, also as a file."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Edited, Winwin

pytestmark = pytest.mark.usefixtures("beside_small_case")

PLAY = ("play", "late-parcel", "--stage", "rehearsal", "--persona", "worried")


@pytest.fixture
def played(winwin: Winwin) -> str:
    """A call that was played; gives its debrief as it was shown then."""
    out = winwin(*PLAY, typed="2\n1\n1\n").out
    return out[out.index("\n── Debrief") : out.index("\nMastery:")]


def test_last_is_the_attempt_finished_last(winwin: Winwin, played: str) -> None:
    """The debrief would be another one than after the call."""
    winwin(*PLAY, typed="2\nq\n")  # begun later, but not finished
    assert winwin("review", "last").out == played
    assert winwin("review").out == played


def test_attempt_is_found_by_file_and_by_id(winwin: Winwin, played: str, home: Path, tmp_path: Path) -> None:
    """An attempt sent by somebody else could not be looked at."""
    (file,) = (home / "attempts").glob("*.json")
    copy = tmp_path / "sent by mail.json"
    shutil.copy(file, copy)
    assert [winwin("review", name).out for name in (file, copy, file.stem)] == [played] * 3


def test_better_replies_come_after_another_try(winwin: Winwin, home: Path) -> None:
    """A trainee would read the answer before trying again, or could not get it by asking."""
    lost, won = "1\n9\n3\n", "2\n1\n1\n"
    out = winwin(*PLAY, typed=lost).out
    (first,) = (file.stem for file in (home / "attempts").glob("*.json"))
    kept = "shows it now"
    assert (kept in out, "Better" in out) == (True, False)
    before, asked = winwin("review", first).out, winwin("review", first, "--better").out
    assert (kept in before, "Better" in before) == (True, False)
    assert (kept in asked, "Better" in asked) == (False, True)
    page = home / "report.html"
    winwin("review", first, "--html", page)
    assert "The customer would have answered" not in page.read_text("utf-8")
    winwin(*PLAY, typed=won)
    after = winwin("review", first).out
    assert (kept in after, "Better" in after) == (False, True)


def test_figures_only_when_asked_for(winwin: Winwin, played: str) -> None:
    """Three scores would compete on one screen, or could not be seen at all."""
    figures = ("Accuracy of your replies", "A cell is won from", "Scores", "heat −")
    assert [figure in played for figure in figures] == [False] * 4
    shown = winwin("review", "--figures").out
    assert [figure in shown for figure in figures] == [True] * 4


def test_markdown_goes_to_stdout_alone(winwin: Winwin, played: str, tmp_path: Path) -> None:
    """A report piped on would have other words in it."""
    printed = winwin("review", "last", "--markdown", "-")
    file = tmp_path / "report.md"
    written = winwin("review", "last", "--markdown", file)
    assert (printed.code, printed.err, printed.out) == (0, "", file.read_text("utf-8"))
    unwrapped = "".join(written.out.split())  # a long path is wrapped
    assert (written.code, unwrapped) == (0, "".join(f"The report is in {file}.".split()))
    assert printed.out.startswith("# ")


def test_page_is_in_the_language_asked_for(winwin: Winwin, played: str, tmp_path: Path) -> None:
    """A team lead could not read what a trainee did in another language."""
    for language in ("en", "zh"):
        page = tmp_path / f"{language}.html"
        assert winwin("review", "last", "--html", page, "--lang", language).code == 0
        assert f'<html lang="{language}' in page.read_text("utf-8")


def test_unfinished_attempt_shows_how_far_it_came(winwin: Winwin, home: Path) -> None:
    """An attempt that was left would end in a traceback."""
    winwin("play", "late-parcel", "--persona", "worried", typed="\n\n2 r\nq\n")
    (file,) = (home / "attempts").glob("*.json")
    ran = winwin("review", file)
    assert (ran.code, ran.err) == (0, "")
    assert "This attempt was not played to its end." in ran.out


def test_case_that_moved_can_be_named(
    winwin: Winwin, edited_case: Edited, tmp_path: Path, played: str
) -> None:
    """An attempt would be lost with the folder's name."""
    folder = edited_case()
    winwin("play", folder, *PLAY[2:], typed="2\n1\n1\n")
    moved = tmp_path / "elsewhere" / "late-parcel"
    moved.parent.mkdir()
    folder.rename(moved)
    lost = winwin("review", "last")
    assert (lost.code, "say where it is now" in " ".join(lost.err.split())) == (2, True)
    assert winwin("review", "last", "--case", moved).out == played
