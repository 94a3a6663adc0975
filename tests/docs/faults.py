"""What is told about an example of docs/problems*.md: it is put into the small case, in a folder, and checked."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.call.case.document import Language
from simulator.call.case.loading import case_problems, load_case
from simulator.call.case.plan import PLAN_ENDING, read_plan
from simulator.call.case.translating import Translation, renewed, translation_file, written
from simulator.call.check.plans import run_plan
from simulator.source.problems import CaseError, Problem
from simulator.text.language import translator
from tests.docs.examples import BASES, data_of, placed

OTHER: dict[str, Language] = {"en": "zh", "zh": "en"}


@dataclass(frozen=True)
class Fault:
    """An example: the language of its page, where it belongs, and its text."""

    language: str
    labels: tuple[str, ...]
    text: str


def told(fault: Fault) -> list[tuple[str, str]]:
    """Return the rule and the sentence of each problem, in the language of the page."""
    translate = translator(fault.language)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "late-parcel"
        folder.mkdir()
        return [(problem.rule, translate(problem.message)) for problem in _problems(fault, folder)]


def _problems(fault: Fault, folder: Path) -> Iterator[Problem]:
    base = BASES[fault.language].read_text(encoding="utf-8")
    what, *path = fault.labels or ("",)
    (folder / "call.ogg").touch()
    if what == "translation":
        file = translation_file(folder, OTHER[fault.language])
        file.write_text(placed(_translation(base, fault.language), ".".join(path), fault.text), "utf-8")
    elif what == "plan":
        file = folder / f"example{PLAN_ENDING}"
        file.write_text(fault.text, encoding="utf-8")
        if path == ["rehearsal-only"]:
            base = base[: base.index("replay:\n")] + base[base.index("rehearsal:\n") :]
    elif not _says_something(fault.text):
        base = fault.text
    else:
        base = placed(base, what, fault.text)
    (folder / "case.yaml").write_text(base, encoding="utf-8")
    if what != "plan":
        yield from case_problems(folder)
        return
    try:
        yield from run_plan(load_case(folder), read_plan(file)).problems
    except CaseError as error:
        yield from error.problems


def _says_something(text: str) -> bool:
    """Whether a text holds more than notes."""
    return any(line.strip() and not line.startswith("#") for line in text.splitlines())


def _translation(base: str, language: str) -> str:
    """A complete translation of a case, in which every text is translated by three dots."""
    other = OTHER[language]
    empty = renewed(data_of(base), other, None)
    texts = {path: {**entry, other: "..."} for path, entry in empty.texts.items()}
    return written(Translation(translates=empty.translates, language=other, texts=texts))
