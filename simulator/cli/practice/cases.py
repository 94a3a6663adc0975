"""`winwin cases`: the bundled cases, and how far each is mastered."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from simulator.call.case.case import Case
from simulator.call.case.loading import case_languages, load_case
from simulator.cli.finding import bundled_cases
from simulator.cli.group import called, language_option, option
from simulator.cli.problems import put_problems
from simulator.cli.terminal import Screen, print_json, words
from simulator.cli.wrapping import width_of
from simulator.disk import data_folder
from simulator.practice.standing import Mastery, mastery
from simulator.practice.storage.files import FileStore
from simulator.practice.store import Store, results
from simulator.source.problems import CaseError
from simulator.text.language import N_


@dataclass(frozen=True)
class CaseInList:
    """A case in the list: where it lies, its languages, and how far it is mastered."""

    path: Path
    case: Case
    languages: tuple[str, ...]
    mastery: Mastery


@called(
    "cases",
    help=N_("List the bundled cases, and how far you have mastered each."),
    examples=["winwin cases", "winwin cases --json"],
)
@language_option(N_("The language of the list."))
@option("--json", "as_json", is_flag=True, help=N_("Print the list as JSON."))
def command(language: str, as_json: bool) -> None:
    """List the cases."""
    entries = listed_cases(Screen(sys.stderr, language))
    if as_json:
        print_json([_as_json(entry) for entry in entries])
        return
    screen = Screen(sys.stdout, language)
    put_cases(screen, entries)
    screen.put()
    screen.put(screen.t("“winwin play ID” plays a case; “winwin show ID” is its page for trainers."), "note")


def listed_cases(errors: Screen) -> list[CaseInList]:
    """The bundled cases in the language of `errors`, where those that cannot be loaded are reported."""
    store = user_store()
    entries = []
    for path in bundled_cases().values():
        try:
            case = load_case(path, errors.language)
            languages = case_languages(path)
        except CaseError as error:
            put_problems(errors, error.problems, most=3)
            continue
        mastered = mastery(case, results(store.records(case.id)))
        entries.append(CaseInList(path, case, languages, mastered))
    for file in store.damaged():
        errors.put(
            errors.t("This saved attempt cannot be read and is left out: {file}", file=file), "warning"
        )
    return entries


class UserStore(Store, Protocol):
    """Where a user's attempts are kept."""

    def damaged(self) -> Sequence[Path]:
        """The files that cannot be read; they are left as they are."""


def user_store() -> UserStore:
    """This user's files, or the account at a desk that WINWIN_PERSON names."""
    if name := os.environ.get("WINWIN_PERSON"):
        from .personal import personal_store

        return personal_store(name)
    return FileStore(data_folder(os.environ))


def put_cases(screen: Screen, entries: list[CaseInList], numbered: bool = False) -> None:
    """Write the cases, two lines each: a table would leave no room for a title in 80 columns."""
    t = screen.t
    column = max((width_of(entry.case.id) for entry in entries), default=0) + 2
    for number, entry in enumerate(entries, 1):
        case = entry.case
        label = words((f"{number:>3}  " if numbered else "", "number"), (case.id, "key"))
        indent = column + (5 if numbered else 0)
        facts = (
            case.sector,
            t("level {level} of 5", level=case.difficulty),
            " ".join(entry.languages),
            t("{count} callers", count=len(case.personas)),
            mastery_words(screen, entry.mastery),
        )
        screen.put(case.title, "heading", label=label, indent=indent)
        screen.put(" · ".join(fact for fact in facts if fact), "note", indent=indent)


def mastery_words(screen: Screen, state: Mastery) -> str:
    """A case's mastery in a word or two."""
    if state.mastered:
        return screen.t("mastered")
    return screen.t("{won} of {needed} wins", won=len(state.run), needed=state.needed)


def _as_json(entry: CaseInList) -> dict[str, object]:
    case = entry.case
    return {
        "id": case.id,
        "title": case.title,
        "summary": case.summary,
        "sector": case.sector,
        "skills": list(case.skills),
        "difficulty": case.difficulty,
        "languages": list(entry.languages),
        "stages": [stage.value for stage in case.stages],
        "personas": len(case.personas),
        "mastery": {
            "needed": entry.mastery.needed,
            "won": len(entry.mastery.run),
            "mastered": entry.mastery.mastered,
        },
        "path": str(entry.path),
        "digest": case.digest,
    }
