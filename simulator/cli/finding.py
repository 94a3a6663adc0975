"""Which case is meant: a bundled one by its id, or one of the user's own by its path."""

import os
from pathlib import Path

from simulator.call.case.loading import CASE_FILE, case_file
from simulator.call.case.plan import PLAN_ENDING, plan_files
from simulator.resources import scenarios
from simulator.source.problems import did_you_mean
from simulator.text.message import Message

from .failures import Misuse


def bundled_cases() -> dict[str, Path]:
    """The folders of the bundled cases by id."""
    return {file.parent.name: file.parent for file in sorted(scenarios().glob(f"*/{CASE_FILE}"))}


def found_case(name: str) -> Path:
    """The path of a case: a folder here that holds one, or a bundled case, or a file. Raises Misuse."""
    # os.path, because it says no where a Path raises: a name that is too long, or not one at all
    path = Path(name)
    if os.path.isfile(path / CASE_FILE):
        return path
    bundled = bundled_cases()
    if name in bundled:
        return bundled[name]
    if os.path.isfile(path):
        return path
    if os.path.isdir(path):
        raise Misuse(
            Message("There is no “{file}” in {folder}, so it is not a case.", file=CASE_FILE, folder=name)
        )
    raise Misuse(
        Message(
            "There is no case “{name}”.{hint} “winwin cases” lists them;"
            " for a case of your own, give its path.",
            name=name,
            hint=did_you_mean(name, bundled),
        )
    )


def own_source(path: Path) -> str | None:
    """Where a case of the user's own lies, to find it again later; None for a bundled case."""
    folder = case_file(path).absolute()
    return None if folder.parent.parent == scenarios().absolute() else str(folder)


def found_plan(name: str, case: Path) -> Path:
    """The path of a plan: a file, or the name of one beside the case. Raises Misuse."""
    folder = case_file(case).parent
    for path in (Path(name), folder / name, folder / f"{name}{PLAN_ENDING}"):
        if os.path.isfile(path):
            return path
    known = [file.name.removesuffix(PLAN_ENDING) for file in plan_files(folder)]
    raise Misuse(
        Message(
            "There is no plan “{name}”.{hint} {known}",
            name=name,
            hint=did_you_mean(name, known),
            known=_beside(known),
        )
    )


def short_path(path: Path) -> Path:
    """A path as short as it can be written from here: problems begin with it."""
    try:
        short = Path(os.path.relpath(path))
    except ValueError:  # on another drive
        return path
    return path if ".." in short.parts else short


def _beside(known: list[str]) -> Message:
    if not known:
        return Message("The case has no plans of its own.")
    return Message("The case has: {known}.", known=", ".join(known))
