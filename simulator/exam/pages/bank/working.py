"""The bank as its authors work on it: the draft, or what was published last while there is no draft."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from simulator.authoring.checker_faults import faults_told
from simulator.authoring.draft_folder import DraftFolder, Found
from simulator.database.settings import Options
from simulator.exam.bank.loading import Bank, BankFiles, examine_bank
from simulator.exam.check.checking import lint_bank
from simulator.exam.storage.bank_files import checked_bank_files, is_bank_file
from simulator.exam.storage.banks import Banks
from simulator.library.bundles import Files, write_folder
from simulator.library.library import CannotPublish, NothingToPublish, PublishedVersion
from simulator.policy.loading import POLICIES
from simulator.source.problems import Place, Problem, errors
from simulator.text.message import Message
from simulator.web.services import now
from simulator.web.visit import Visit

LOOKED_AT = 16  # banks
NOTHING = Bank({}, {})


class BankNotUsable(CannotPublish):
    """What stops a bank from being published, though its files can be read."""

    def __init__(self) -> None:
        super().__init__(Message("This bank has errors. Fix them first; they are listed under “Problems”."))


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a bank's files: everything that is wrong, and the bank if it can be used."""

    problems: tuple[Problem, ...]
    bank: Bank | None
    places: Mapping[str, Place]
    """Where each policy and each question stands."""


class BankDraft(DraftFolder):
    """The files that authors go on from."""

    route, home, templates = "bank", "bank-files", "bank"

    def __init__(self, banks: Banks) -> None:
        self.banks = banks
        self.draft = banks.draft()
        self.current: PublishedVersion | None = banks.current()
        latest = self.draft or self.current
        self.bundle: str | None = latest.bundle if latest else None

    @property
    def id(self) -> str:
        """There is one at a desk."""
        return "bank"

    @cached_property
    def files(self) -> Files:
        """Policies and questions."""
        return self.draft.files if self.draft else self.kept(self.bundle) if self.bundle else {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything, since it is looked for once."""
        return self._looked.problems

    @property
    def drafted(self) -> datetime | None:
        """When the draft was saved."""
        return self.draft.at if self.draft else None

    @property
    def drafted_by(self) -> int | None:
        """Who saved it last."""
        return self.draft.by if self.draft else None

    @property
    def revision(self) -> int:
        """That of the draft; 0 where there is none."""
        return self.draft.revision if self.draft else 0

    @cached_property
    def versions(self) -> Sequence[PublishedVersion]:
        """From the first to the latest."""
        return self.banks.versions()

    def kept(self, bundle: str) -> Files:
        """The files of one of its versions."""
        return self.banks.files(bundle)

    def is_text(self, name: str) -> bool:
        """All of its files are."""
        return is_bank_file(name)

    def order(self, name: str) -> tuple[bool, str]:
        """The policies first."""
        return order_of(name)

    def checked(self, files: Files) -> Files:
        """What a bank may have."""
        return checked_bank_files(files)

    def quick(self, files: Files) -> tuple[Problem, ...]:
        """What keeps the files from being used, and nothing about style."""
        return _looked_through(files, style=False).problems

    def thorough(self, files: Files, quick: tuple[Problem, ...]) -> Found:
        """What the rules about questions find, too."""
        return (quick if errors(quick) else _looked_through(files, style=True).problems), None

    def save(self, files: Files, by: int, now: datetime, revision: int) -> None:
        """Make other files the draft."""
        self.banks.save_draft(files, by, now, revision)

    def publish(self, note: str, by: int, now: datetime, revision: int) -> None:
        """Let exams be set from the draft from now on."""
        if self.draft is None:
            raise NothingToPublish
        if errors(self.problems):
            raise BankNotUsable
        self.banks.publish(self.files, note, by, now, revision)

    def discard(self, by: int, now: datetime, revision: int) -> None:
        """Go back to what is published."""
        self.banks.discard_draft(revision, by, now)

    def shown(self, visit: Visit) -> Mapping[str, object]:
        """What the bank is called."""
        return {"title": visit.t("Bank")}

    @property
    def usable(self) -> bool:
        """Whether the files make a bank."""
        return self._looked.bank is not None

    def editor(self, visit: Visit, name: str) -> str | None:
        """Where a policy or a question of `bank` is edited; None while that is not of these files."""
        place = self.place_of(name)
        if place is None:
            return None
        return f"{self.address(visit, place.file)}?at={place.line}:{place.column}"

    def place_of(self, name: str) -> Place | None:
        """Where a policy or a question begins in these files; None where it is not in them."""
        return self._looked.places.get(name)

    @cached_property
    def bank(self) -> Bank:
        """The policies and questions in them; or those that are published, while they cannot be used."""
        if self._looked.bank is not None:
            return self._looked.bank
        return self.published

    @cached_property
    def published(self) -> Bank:
        """What exams are set from."""
        return self.banks.bank(self.current.bundle) if self.current else NOTHING

    @property
    def _looked(self) -> Looked:
        return looked_at(self.banks, self.bundle) if self.bundle else Looked((), NOTHING, {})


def working(visit: Visit) -> BankDraft:
    """The bank that a page is about."""
    return BankDraft(visit.services[Banks])


def today(visit: Visit) -> date:
    """The day it is at the desk."""
    moment = now()
    return visit.services[Options].current(moment).day(moment)


@lru_cache(LOOKED_AT)
def looked_at(banks: Banks, bundle: str) -> Looked:
    """What is found in a bank's files: worked out once, because they never change under their hash."""
    files = banks.files(bundle)
    return _looked_through(files, style=True)


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
