"""Who speaks and how, in the terminal: in the call, in its debrief, and before it, for authors."""

from pathlib import Path

from tests.call.case.test_speaking import CASE

from .conftest import Winwin
from .playing import typed


def test_terminal_says_who_speaks(winwin: Winwin, tmp_path: Path) -> None:
    """A trainee at the terminal would take the driver for the customer, or hear no mood."""
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    ran = winwin("play", str(folder), "--persona", "a", "--stage", "rehearsal", typed=typed("1", "2"))
    assert ran.code == 0, ran.err
    call, _, debrief = ran.out.partition("── Debrief")
    for shown in (call, debrief):
        lines = [" ".join(line.split()) for line in shown.splitlines()]
        assert "Customer (hurried) Where is it?" in lines
        assert "The driver (customer on hold; engine running) On my van." in lines
    shown = winwin("show", str(folder)).out
    for told in ("hurried / cold", "The driver", "customer on hold"):
        assert told in shown
    after = winwin("solve", str(folder), "--after", "ring").out
    assert "The driver (customer on hold; engine running) On my van." in " ".join(after.split())
