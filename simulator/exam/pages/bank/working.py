"""The bank as its authors work on it: the draft, or what was published last while there is no draft."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from simulator.authoring.checker_faults import faults_told
from simulator.database.settings import Options
from simulator.exam.bank.loading import Bank, BankFiles, examine_bank
from simulator.exam.check.checking import lint_bank
from simulator.exam.storage.bank_files import checked_bank_files
from simulator.exam.storage.banks import Banks, BankVersion
from simulator.library.bundles import Files, write_folder
from simulator.policy.loading import POLICIES
from simulator.source.problems import Place, Problem
from simulator.web.desk import now
from simulator.web.visit import Visit

LOOKED_AT = 16  # banks
NOTHING = Bank({}, {})


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a bank's files: everything that is wrong, and the bank if it can be used."""

    problems: tuple[Problem, ...]
    bank: Bank | None
    places: Mapping[str, Place]
    """Where each policy and each question stands."""


class BankDraft:
    """The files that authors go on from."""

    def __init__(self, banks: Banks) -> None:
        self.banks = banks
        self.draft = banks.draft()
        self.current: BankVersion | None = banks.current()
        latest = self.draft or self.current
        self.hash: str | None = latest.hash if latest else None

    @property
    def revision(self) -> int:
        """That of the draft; 0 where there is none."""
        return self.draft.revision if self.draft else 0

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Their contents by name."""
        return dict(self.draft.files) if self.draft else self.banks.files(self.hash) if self.hash else {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with them."""
        return self._looked.problems

    @property
    def usable(self) -> bool:
        """Whether they make a bank."""
        return self._looked.bank is not None

    def editor(self, visit: Visit, name: str) -> str | None:
        """Where a policy or a question of `bank` is edited; None while that is not of these files."""
        place = self._looked.places.get(name)
        if place is None:
            return None
        return f"{visit.url('bank-edit', file=place.file)}?at={place.line}:{place.column}"

    @cached_property
    def bank(self) -> Bank:
        """The policies and questions in them; or those that are published, while they cannot be used."""
        if self._looked.bank is not None:
            return self._looked.bank
        return self.published

    @cached_property
    def published(self) -> Bank:
        """What exams are set from."""
        return self.banks.bank(self.current.hash) if self.current else NOTHING

    @property
    def _looked(self) -> Looked:
        return looked_at(self.banks, self.hash) if self.hash else Looked((), NOTHING, {})


def working(visit: Visit) -> BankDraft:
    """The bank that a page is about."""
    return BankDraft(visit.desk[Banks])


def today(visit: Visit) -> date:
    """The day it is at the desk."""
    moment = now()
    return visit.desk[Options].current(moment).day(moment)


@lru_cache(LOOKED_AT)
def looked_at(banks: Banks, bundle: str) -> Looked:
    """What is found in a bank's files: worked out once, because they never change under their hash."""
    files = banks.files(bundle)
    return _looked_through(files, style=True)


def quick_problems(files: Files) -> tuple[Problem, ...]:
    """What is wrong with files themselves: what keeps them from being used, and nothing about style."""
    return _looked_through(files, style=False).problems


def all_problems(files: Files) -> tuple[Problem, ...]:
    """Everything that is wrong with files."""
    return _looked_through(files, style=True).problems


def _looked_through(files: Files, style: bool) -> Looked:
    """What is found in files; with `style`, what the rules about questions find, too."""
    failed: list[Problem] = []
    # nobody can tell which file it was: it is told of the first
    with faults_told(min(files, key=order_of, default=""), failed), spread_out(files) as folder:
        problems, found = examine_bank(folder)
        if style:
            problems = lint_bank(problems, found)
        return Looked(
            tuple(problem.within(folder) for problem in problems),
            found.bank if found else None,
            _places(folder, found) if found else {},
        )
    return Looked(tuple(failed), None, {})


def order_of(name: str) -> tuple[bool, str]:
    """The place of a file in a list: the policies first."""
    return not name.startswith(POLICIES), name


@contextmanager
def spread_out(files: Files) -> Iterator[Path]:
    """A folder with the files for as long as it is looked at. Raises BadUpload."""
    with tempfile.TemporaryDirectory(prefix="winwin-") as temporary:
        folder = Path(temporary).resolve()
        write_folder(checked_bank_files(files), folder)
        yield folder


def _places(folder: Path, files: BankFiles) -> dict[str, Place]:
    found = {policy: source.place(("id",)) for policy, source in files.policies.items()}
    for question, source in files.questions.items():
        found[question] = source.place(("questions", question), key=True)
    return {name: place.within(folder) for name, place in found.items()}
