"""`winwin compare`: two calls side by side."""

from pathlib import Path

import pytest

from simulator.cli.practice import judging
from tests.cli.conftest import Winwin, too_wide
from tests.cli.playing import kept, typed

pytestmark = pytest.mark.usefixtures("beside_small_case")

PLAY = ("play", "late-parcel", "--stage", "rehearsal", "--persona", "worried")


@pytest.fixture
def two(winwin: Winwin, home: Path) -> tuple[str, str]:
    """A call that lost and one that won; their ids."""
    winwin(*PLAY, typed=typed("2", "2", "2"))
    (lost,) = kept(home)
    winwin(*PLAY, typed=typed("2", "1", "1"))
    (won,) = [record for record in kept(home) if record.id != lost.id]
    return lost.id, won.id


def test_two_attempts(winwin: Winwin, two: tuple[str, str]) -> None:
    """A trainee would not see where the calls part."""
    ran = winwin("compare", *two)
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert "The calls diverge at reply 2; up to there they are the same." in said
    assert "1 + That must have been a bad morning." in said
    assert "is ahead by" in said
    assert too_wide(ran.out) == []


def test_with_the_best_call(winwin: Winwin, two: tuple[str, str]) -> None:
    """The best call would leave the attempt before anything is lost, or not be the best."""
    ran = winwin("compare", two[0], "best")
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert "The calls diverge at reply 2" in said
    assert "Best call" in said
    same = winwin("compare", "last", "best")  # the last attempt was the best call itself
    assert "Both calls went the same way from beginning to end." in same.out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page(winwin: Winwin, two: tuple[str, str], tmp_path: Path, language: str) -> None:
    """There would be no page to hand on, or one in another language."""
    page = tmp_path / "two.html"
    ran = winwin("compare", *two, "--html", page, "--lang", language)
    assert ran.code == 0
    assert f'<html lang="{language}' in page.read_text("utf-8")


def test_what_cannot_be_compared(winwin: Winwin, home: Path, two: tuple[str, str]) -> None:
    """A wrong call of the command would end in a traceback."""
    winwin("play", "no-cold-air", "--stage", "rehearsal", "--lang", "zh", typed="1\n")
    other = [record.id for record in kept(home) if record.attempt.case == "no-cold-air"]
    winwin("play", "late-parcel", "--persona", "worried", typed="\nq\n")
    begun = [record.id for record in kept(home) if record.attempt.stage is None]
    runs = [
        winwin("compare", "best"),
        winwin("compare", two[0], other[0]),
        winwin("compare", two[0], begun[0]),
        winwin("compare", "nobody"),
    ]
    assert [ran.code for ran in runs] == [2, 2, 1, 1]
    assert [ran.out for ran in runs] == [""] * 4


def test_a_case_that_is_too_large(
    winwin: Winwin, two: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case that cannot be worked out would keep trainees waiting, or be graded wrongly."""
    monkeypatch.setattr(judging, "BUDGET", 3)
    says = "This case has more positions than could be worked out, so its calls are not graded."
    for command in ("retry", "compare"):
        ran = winwin(command, two[0])
        assert (ran.code, ran.out, " ".join(ran.err.split())) == (1, "", says)
    page = tmp_path / "report.html"
    ran = winwin("review", two[0])
    assert (ran.code, says in " ".join(ran.out.split())) == (0, True)
    assert winwin("review", two[0], "--html", page).code == 0
    assert says in page.read_text("utf-8")
