"""A terminal of its own for a command: what somebody sees there, and types."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from codecs import getincrementaldecoder
from pathlib import Path

CODE = "import sys; from simulator.cli import main; sys.exit(main())"


class Terminal:
    """A command at a terminal of its own, 80 columns wide."""

    def __init__(self, home: Path, *arguments: str, **environ: str) -> None:
        self.controller, terminal = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE, *arguments],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=os.environ | {"WINWIN_HOME": str(home), **environ},
            start_new_session=True,
        )
        os.close(terminal)
        self.shown = ""
        self._decoded = getincrementaldecoder("utf-8")().decode  # a character may come in two pieces

    def until(self, words: str) -> None:
        """Wait until these words have been shown since the last line was typed."""
        self._read(words, 60)
        if words not in self.shown:
            self.process.kill()  # or another test would be told that it is still running
            self.process.wait()
        assert words in self.shown, self.shown

    def _read(self, words: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while words not in self.shown and time.monotonic() < deadline:
            if select.select([self.controller], [], [], 0.2)[0]:
                try:
                    self.shown += self._decoded(os.read(self.controller, 65536))
                except OSError:  # the other side is closed
                    break

    def interrupt(self, words: str) -> None:
        """Press Ctrl-C until these words are shown: once, unless it came just before readline listens."""
        for _ in range(20):
            self.process.send_signal(signal.SIGINT)
            self._read(words, 3)
            if words in self.shown:
                return
        self.until(words)

    def type(self, line: str) -> None:
        """Type a line."""
        self.shown = ""
        os.write(self.controller, f"{line}\n".encode())

    def leave(self) -> int:
        """Wait for the end."""
        code = self.process.wait(timeout=60)
        os.close(self.controller)
        return code
