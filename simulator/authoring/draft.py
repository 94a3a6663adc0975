"""A case as a trainer works on it: its draft, or what was published last while there is no draft."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from simulator.call.case.case import Case
from simulator.call.case.loading import CASE_FILE
from simulator.library.bundles import Files, checked_files, is_text, with_quoted
from simulator.library.library import CannotPublish, CaseEntry, Library, PublishedVersion
from simulator.library.policies import KeptPolicies
from simulator.source.problems import CaseError, Problem
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound
from simulator.web.visit import Visit

from .background import thorough
from .case_files import NO_FILES, CaseTitles, names_in, order_of, problems_in, quick_problems
from .checker_faults import NOT_CHECKED
from .draft_folder import DraftFolder, Found


class NotPlayable(Refusal):
    """A case with errors is asked for something that only a case without them has."""

    def __init__(self) -> None:
        super().__init__(Message("This case has errors. Fix them first; they are listed on its page."))


class CaseDraft(DraftFolder):
    """A case of the desk with the files that a trainer goes on from."""

    route, home, listing, templates, essential = "case", "case", "cases", "cases", CASE_FILE

    def __init__(self, library: Library, entry: CaseEntry, policies: KeptPolicies | None = None) -> None:
        """`policies` are those whose clauses a case may cite. Raises NotFound."""
        self.library = library
        self.entry = entry
        self._policies = policies
        if entry.latest is None:
            raise NotFound
        self.bundle: str = entry.latest

    @property
    def id(self) -> str:
        """The case's."""
        return self.entry.id

    @property
    def place(self) -> Mapping[str, str]:
        """The case."""
        return {"case": self.entry.id}

    @cached_property
    def files(self) -> Files:
        """The case, its translations, plans and recordings."""
        return self.library.files(self.bundle)

    @cached_property
    def folder(self) -> Path:
        """Where they lie as files. Never to be written into."""
        return self.library.unpacked(self.bundle, self.entry.id)

    def case(self, language: str) -> Case:
        """The case, in a language if it is translated well enough. Raises NotPlayable."""
        if any(found.rule == NOT_CHECKED for found in self.problems):
            raise NotPlayable
        for wanted in (language, *self.names.languages[:1]):
            with suppress(CaseError):  # of a translation: then there is its own language
                return self.library.case(self.bundle, wanted)
        raise NotPlayable

    @property
    def names(self) -> CaseTitles:
        """What it is called."""
        return names_in(self.library, self.bundle)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What needs no solver."""
        return problems_in(self.library, self.bundle, self.entry.id)

    @property
    def problems_today(self) -> tuple[Problem, ...]:
        """The same; what it cites is looked for in the policies of today."""
        return self.quick(self.files) if self._cited(self.files) else self.problems

    @property
    def drafted(self) -> datetime | None:
        """When the draft was saved."""
        return self.entry.drafted if self.entry.draft else None

    @property
    def drafted_by(self) -> int | None:
        """Who saved it last."""
        return self.entry.drafted_by

    @property
    def revision(self) -> int:
        """That of the case; it goes on when a draft is published."""
        return self.entry.revision

    @property
    def versions(self) -> Sequence[PublishedVersion]:
        """From the first to the latest."""
        return self.entry.versions

    def kept(self, bundle: str) -> Files:
        """The files of one of its versions."""
        return self.library.files(bundle)

    def is_text(self, name: str) -> bool:
        """The case itself, a translation or a plan."""
        return is_text(name)

    def order(self, name: str) -> tuple[Any, ...]:
        """The case first."""
        return order_of(name)

    def checked(self, files: Files) -> Files:
        """What a case may have."""
        return checked_files(files)

    def quick(self, files: Files) -> tuple[Problem, ...]:
        """What needs no solver."""
        return quick_problems(files, self.entry.id, self._cited(files))

    def thorough(self, files: Files, quick: tuple[Problem, ...]) -> Found:
        """What the solver finds, too."""
        return thorough(files, self.entry.id, quick, self._cited(files))

    def save(self, files: Files, by: int, now: datetime, revision: int) -> None:
        """Make other files the draft, with the policies that it quotes as they are today."""
        files = with_quoted(files, self._cited(files))
        self.library.save_draft(self.entry.id, files, revision, by, now)

    def publish(self, note: str, by: int, now: datetime, revision: int) -> None:
        """Let trainees play the draft from now on."""
        found = quick_problems(self.files, self.entry.id)
        if any(problem.rule in ("case-id", NOT_CHECKED) for problem in found):
            raise CannotPublish(NotPlayable().message)
        self.library.publish(self.entry.id, by, now, note, revision=revision)

    def discard(self, by: int, now: datetime, revision: int) -> None:
        """Go back to what is published; a case that never was is gone."""
        self.library.discard_draft(self.entry.id, revision, by, now)

    def title(self, language: str) -> tuple[str, str | None]:
        """The title for a reader of a language, and the language it is in."""
        return self.names.title(language, self.entry.id)

    def shown(self, visit: Visit) -> Mapping[str, object]:
        """The case's id and title."""
        title, language = self.title(visit.language)
        return {"id": self.entry.id, "title": title, "title_language": language}

    def _cited(self, files: Files) -> Files:
        """The desk's policies, for a case that cites clauses of them, or quotes what they say on its date."""
        text = files.get(CASE_FILE, b"")
        if self._policies is None or (b"cites:" not in text and b"date:" not in text):
            return NO_FILES
        return self._policies.policy_files()


def working(visit: Visit) -> CaseDraft:
    """The case that a page is about. Raises NoSuchCase."""
    library = visit.services[Library]
    return CaseDraft(library, library.entry(visit.path("case")), visit.services[KeptPolicies])
