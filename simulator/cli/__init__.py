"""The command `winwin`. Nothing heavy is imported here: each command brings what it needs."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 refused or faulty, 2 wrongly called."""
    from .group import winwin

    _speak_utf8()
    _teach_click()
    outcome = winwin.main(arguments, prog_name="winwin", standalone_mode=False)
    _let_go()
    return outcome if isinstance(outcome, int) else 0


def _speak_utf8() -> None:
    # Where the locale is C or POSIX, and on the pipes of some systems, Python would choose an encoding that
    # lacks half of our characters.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")


def _teach_click() -> None:
    """Have click say its own words (“Usage:”, “No such option …”) in our language, from our catalog."""
    from simulator.text.language import LOCALE, preferred_language

    language = preferred_language(os.environ)
    if language != "en":
        import gettext

        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain("winwin", LOCALE)
        gettext.textdomain("winwin")


def _let_go() -> None:
    """Write out what is left, so that a reader who has gone away is noticed here and not at the very end."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # as the Python documentation advises: nobody reads this any more, also at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
