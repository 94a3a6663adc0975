"""Files of other programs for the tests, and what is told of them."""

from pathlib import Path

from simulator.exam.exchange.draft import Defaults, ImportedFile
from simulator.exam.exchange.formats import FORMATS

SAMPLES = Path(__file__).parent / "samples"
DEFAULTS = Defaults(policy="damage", cites=("photos",))


def sample(name: str) -> bytes:
    """Return a file as another program would have written it."""
    return (SAMPLES / name).read_bytes()


def read(format_: str, content: bytes | str, defaults: Defaults = DEFAULTS) -> ImportedFile:
    """Read a file in a format."""
    data = content.encode() if isinstance(content, str) else content
    return FORMATS[format_].read(data, defaults)


def told(imported: ImportedFile) -> list[tuple[int, str, str]]:
    """Return the line, whether it was refused or only lost, and the sentence of each problem."""
    return [
        (problem.line, "lost" if problem.lost else "refused", str(problem.message))
        for problem in imported.problems
    ]


def only(imported: ImportedFile) -> dict[str, object]:
    """Return the data and answer of a single question that was read without a remark."""
    assert told(imported) == []
    (draft,) = imported.questions
    return {**draft.data, "answer": draft.answer}
