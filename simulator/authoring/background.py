"""The heavy questions about a case, asked of another process: at most so many at once, each for so long."""

import logging
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, cast

from simulator.library.bundles import Files
from simulator.source.problems import Problem
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .case_files import NO_FILES, playable, shown_from, spread_out
from .tasks import Figures, Worth

SECONDS = 30.0
AT_ONCE = 2
PATIENCE = 5.0  # seconds until one of them is free

_LOG = logging.getLogger("winwin")
_free = threading.BoundedSemaphore(AT_ONCE)


class TookTooLong(Refusal):
    """The solver was asked for more than it may take of a server's time or memory."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "Looking at every possible call of this case takes too long here; “winwin check” and “winwin"
                " stats” on a computer of your own have all the time they need. Coarser amounts (steps of 5)"
                " or fewer gauges make a case smaller."
            )
        )


class Busy(Refusal):
    """Others are asking just now."""

    def __init__(self) -> None:
        super().__init__(Message("Other cases are being looked at just now. Please try again in a moment."))


def thorough(
    files: Files, case_id: str, quick: tuple[Problem, ...], policies: Files = NO_FILES
) -> tuple[tuple[Problem, ...], Message | None]:
    """Everything that is wrong with files of which `quick` is known; or that, and why there is no more."""
    if not playable(quick):
        return quick, None  # how it plays can only be looked at when it can be played
    try:
        with spread_out(files, case_id, policies) as folder:
            found = cast(tuple[Problem, ...], _done("problems", folder))
            return shown_from(folder, files, case_id, found), None
    except (TookTooLong, Busy) as refusal:
        return quick, refusal.message


def figures_of(folder: Path, language: str) -> Figures:
    """The figures of the case in a folder, which can be played. Raises TookTooLong, Busy."""
    return cast(Figures, _done("figures", folder, language))


def worth_of(folder: Path, language: str, moves: tuple[str, ...]) -> Worth:
    """What the replies of the case in a folder are worth after these moves. Raises TookTooLong, Busy."""
    found = cast("Worth | None", _done("worth", folder, language, moves))
    if found is None:
        raise TookTooLong
    return found


def way_to(folder: Path, persona: str, scene: str) -> tuple[str, ...] | None:
    """The moves of a shortest call that comes to a scene; None where none was found.

    Raises TookTooLong, Busy.
    """
    return cast("tuple[str, ...] | None", _done("way", folder, persona, scene))


def _done(task: str, *arguments: Any) -> Any:
    if not _free.acquire(timeout=PATIENCE):
        raise Busy
    try:
        done = subprocess.run(
            # imported, so that what it answers with is of the same classes as here
            [sys.executable, "-c", "from simulator.authoring.tasks import main; main()"],
            input=pickle.dumps((task, arguments)),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLong from error
    except subprocess.CalledProcessError as error:
        _LOG.error("the task %s failed: %s", task, error.stderr.decode("utf-8", "replace")[-2000:])
        raise TookTooLong from error
    finally:
        _free.release()
    # it comes from a process of our own, which read nothing but our own files
    return pickle.loads(done.stdout)
