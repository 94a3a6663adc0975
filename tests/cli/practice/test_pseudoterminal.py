"""At a real terminal: the case picker, colour, and no colour where it is not wanted."""

from pathlib import Path

import pytest

from tests.cli.pseudoterminal import Terminal


@pytest.mark.parametrize("color", [True, False])
def test_case_is_picked_and_left(home: Path, color: bool) -> None:
    """Who types `winwin play` alone would get no further; or colours would be shown to those who want none."""
    terminal = Terminal(home, "play", **({} if color else {"NO_COLOR": "1"}))
    terminal.until("Which case?")
    terminal.type("9")
    terminal.until("Which case?")
    terminal.type("２")
    terminal.until("Replay: the call that went wrong")
    terminal.until("> ")
    terminal.type("")
    terminal.until("0:00")
    assert ("\x1b[1;36m  1" in terminal.shown) == color
    terminal.type("q")
    terminal.until("Saved. Go on whenever you like: winwin play ticket-rebooking --resume")
    assert terminal.leave() == 0


def test_picker_can_be_left(home: Path) -> None:
    """Nobody could change their mind."""
    terminal = Terminal(home, "play")
    terminal.until("Which case?")
    terminal.type("q")
    assert terminal.leave() == 0
