"""What a terminal is given: only words."""

import io
import sys

import pytest

from simulator.cli.terminal import WIDEST, Screen, clean, words


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain 中文 “…” −4", "plain 中文 “…” −4"),
        ("\x1b[31mred\x1b[0m\x07", "[31mred[0m"),
        ("a\x9b2Jb\x7f\x00c", "a2Jbc"),
        ("evil \u202etxt.exe\u2066", "evil txt.exe"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a    b"),
        ("\ud800x", "x"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_nothing_is_left_that_a_terminal_obeys(text: str, cleaned: str) -> None:
    """An authored text could clear the screen, or write itself backwards."""
    assert clean(text) == cleaned


def shown(monkeypatch: pytest.MonkeyPatch, columns: int = 80) -> tuple[Screen, io.StringIO]:
    """Return a screen and what it writes to."""
    monkeypatch.setenv("COLUMNS", str(columns))
    stream = io.StringIO()
    return Screen(stream, "en"), stream


def test_markup_in_a_text_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """An author's square brackets would vanish, or change the colour."""
    screen, stream = shown(monkeypatch)
    screen.put("[bold]a[/bold] :smile: [link=x]y", label="[red]", indent=8)
    screen.put(words(("[/]", "note"), " \\[x]"))
    assert stream.getvalue() == "[red]   [bold]a[/bold] :smile: [link=x]y\n[/] \\[x]\n"


def test_lines_hang_under_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrapped words would run under the label."""
    screen, stream = shown(monkeypatch, 20)
    screen.put("one two three four five", label="客户", indent=6)
    assert stream.getvalue() == "客户  one two three\n      four five\n"


def test_page_is_never_wider_than_one_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a wide screen a line would be 200 characters long."""
    assert [shown(monkeypatch, columns)[0].width for columns in (40, 200)] == [40, WIDEST]


@pytest.mark.parametrize(
    ("typed", "line"),
    [("3 r\n", "3 r"), ("  ３　ｒ \n", "3 r"), ("？\n", "?"), ("\n", ""), ("", None), ("q", "q")],
)
def test_typed_line_is_read_as_it_is_meant(
    monkeypatch: pytest.MonkeyPatch, typed: str, line: str | None
) -> None:
    """Who types with a Chinese keyboard would have to switch for every number."""
    screen, stream = shown(monkeypatch)
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert screen.ask() == line
    assert stream.getvalue() == "> " + typed.rstrip("\n") + "\n"
