"""Make the pictures of the README from the real thing: `make pictures`.

The command runs at a terminal of its own, is typed at as by a trainee, and what it shows becomes a picture.
The report is what Chromium shows of it, and so are the pages of the desk (`tools.desk_pictures`).
"""

import io
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from tools import chromium
from tools.desk_pictures import desk_pictures

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WINWIN = [str(Path(sys.executable).with_name("winwin"))]
COLUMNS = 80
QUIET = 0.6  # seconds without output after which the command waits for us
SEED = "7"  # who is on the line in the pictures
PAGE = """<!doctype html><meta charset="utf-8"><body style="margin: 0; background: {background}">
<pre style="font: 15px/1.45 'Noto Sans Mono CJK SC'; color: {foreground}; width: 40em; overflow: hidden;
margin: 14px 18px">{code}</pre>"""


def at_terminal(arguments: list[str], typed: list[str], language: str) -> str:
    """Run the command at a terminal, type lines whenever it waits, and return all that it showed."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "LANG": "zh_CN.UTF-8" if language == "zh" else "en_GB.UTF-8",
            "COLUMNS": str(COLUMNS),
            "LINES": "60",
            "WINWIN_HOME": home,
            "PYTHONPATH": str(ROOT),
        }
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [*WINWIN, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)
        shown = _until_quiet(ours)
        for line in typed:
            os.write(ours, f"{line}\n".encode())
            shown += _until_quiet(ours)
        process.terminate()
        process.wait()
        os.close(ours)
    return shown.decode("utf-8", "replace").replace("\r\n", "\n")


def _until_quiet(terminal: int) -> bytes:
    shown = b""
    started = time.monotonic()
    while select.select([terminal], [], [], QUIET if shown else 10.0)[0] and time.monotonic() - started < 30:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the command has ended
            break
        if not part:
            break
        shown += part
    return shown


def terminal_picture(browser: Browser, name: str, text: str) -> None:
    """Write what a terminal showed, in a font whose Chinese characters are two columns wide."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(text.strip()), end="")
    page = browser.new_page(viewport={"width": 640, "height": 100})
    page.set_content(console.export_html(theme=DIMMED_MONOKAI, inline_styles=True, code_format=PAGE))
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    page.close()


def report_picture(browser: Browser, name: str, language: str) -> None:
    """Write the top of the debrief report as a browser shows it."""
    plan = ROOT / "scenarios" / "ticket-rebooking" / "whole.plan.yaml"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        subprocess.run(
            [*WINWIN, "play", "ticket-rebooking", "--plan", plan, "--lang", language, "--html", report],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "WINWIN_HOME": folder},
        )
        page = browser.new_page(viewport={"width": 980, "height": 1240})
        page.goto(report.as_uri())
        page.screenshot(path=PICTURES / f"{name}.png")
        page.close()


def main() -> None:
    """Make all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium.started() as browser:
        for language in ("en", "zh"):
            terminal_picture(browser, f"picker-{language}", at_terminal(["play"], [], language))
            call = ["play", "ticket-rebooking", "--stage", "rehearsal", "--seed", SEED, "--lang", language]
            terminal_picture(browser, f"play-{language}", at_terminal(call, ["2", "4"], language))
            report_picture(browser, f"report-{language}", language)
        desk_pictures(browser, PICTURES)


if __name__ == "__main__":
    main()
