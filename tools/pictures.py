"""Make the pictures of the README from the real thing: `make pictures`.

The command runs at a terminal of its own, is typed at as a trainee would, and what it shows becomes an SVG.
The report is what Chromium shows of it.
"""

import io
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WINWIN = [str(Path(sys.executable).with_name("winwin"))]
COLUMNS = 80
QUIET = 0.6  # seconds without output after which the command waits for us
SEED = "7"  # who is on the line in the pictures


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


def terminal_picture(name: str, title: str, text: str) -> None:
    """Write what a terminal showed as an SVG that asks nothing of the network."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(text.rstrip()), end="")
    picture = console.export_svg(title=title, theme=DIMMED_MONOKAI, unique_id=name)
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)  # they would be fetched
    picture = picture.replace("Fira Code", "Noto Sans Mono CJK SC")
    (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


def report_picture(name: str, language: str) -> None:
    """Write the top of the debrief report as Chromium shows it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder) / "report.html"
        plan = ROOT / "scenarios" / "ticket-rebooking" / "whole.plan.yaml"
        subprocess.run(
            [*WINWIN, "play", "ticket-rebooking", "--plan", plan, "--lang", language, "--html", report],
            check=True, stdout=subprocess.DEVNULL, env={**os.environ, "WINWIN_HOME": folder}, cwd=ROOT,
        )  # fmt: skip
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                  "--disable-background-networking", "--disable-component-update"],
        )  # fmt: skip
        page = browser.new_page(viewport={"width": 980, "height": 1240})
        page.goto(report.as_uri())
        page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def main() -> None:
    """Make all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for language in ("en", "zh"):
        picker = at_terminal(["play"], [], language)
        terminal_picture(f"picker-{language}", "winwin play", picker)
        call = ["play", "ticket-rebooking", "--stage", "rehearsal", "--seed", SEED, "--lang", language]
        shown = at_terminal(call, ["2", "4"], language)
        terminal_picture(f"play-{language}", "winwin play ticket-rebooking", shown)
        report_picture(f"report-{language}", language)


if __name__ == "__main__":
    main()
