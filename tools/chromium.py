"""Debian's browser, for tests and pictures: its headless shell where it is installed, or Chromium itself.

The shell draws the same pages. Chromium also starts the pages of its own menus and bars, unseen: that takes
more than twice the processor time (19 tests of recordings and voices: 56 s of it, and 22 s with the shell).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""It asks nothing of anybody but the pages that it is sent to."""


class NoBrowser(RuntimeError):
    """There is no such browser on this machine."""


def installed() -> Path | None:
    """The browser's program: what the variable CHROMIUM names, or the first of `NAMES` that is there."""
    wanted = os.environ.get("CHROMIUM")
    found = shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


@contextmanager
def started() -> Iterator[Browser]:
    """A browser, until the block ends. Playwright cannot be started a second time beside itself.

    Raises NoBrowser.
    """
    program = installed()
    if program is None:
        raise NoBrowser(f"No browser is installed. On Debian: apt install {NAMES[0]}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET])
        yield browser
        browser.close()
