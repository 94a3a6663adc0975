"""A folder that authors work on: its files are a draft, or what was published last while there is no draft.

Cases are such folders, and so is the bank: both are edited, published and restored by the same pages.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from simulator.library.bundles import Files
from simulator.library.library import PublishedVersion
from simulator.source.problems import Problem
from simulator.text.message import Message
from simulator.web.access import NotFound
from simulator.web.visit import Visit

Found = tuple[tuple[Problem, ...], Message | None]
"""What is wrong, and why no more was looked for, where that is so."""


class DraftFolder(ABC):
    """Files with their draft and their versions."""

    route: ClassVar[str]
    """What the names of the routes of its pages begin with."""
    home: ClassVar[str]
    """The route of the page with its files and versions."""
    listing: ClassVar[str | None] = None
    """The route of the page that lists it; None where it is the only one of its kind."""
    essential: ClassVar[str] = ""
    """The file that it cannot be without, if there is one."""
    templates: ClassVar[str]
    """The folder of the templates for editing, removing, restoring and discarding."""

    @property
    @abstractmethod
    def id(self) -> str:
        """What a zip of it is called."""

    @property
    def place(self) -> Mapping[str, str]:
        """What the addresses of its pages name."""
        return {}

    @property
    @abstractmethod
    def files(self) -> Files:
        """Their contents by name."""

    @property
    @abstractmethod
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with them, as far as that is quickly told."""

    @property
    def problems_today(self) -> tuple[Problem, ...]:
        """The same, with what depends on other things than its files."""
        return self.problems

    @property
    @abstractmethod
    def drafted(self) -> datetime | None:
        """When the draft was saved; None where there is none."""

    @property
    @abstractmethod
    def drafted_by(self) -> int | None:
        """Who saved it last."""

    @property
    @abstractmethod
    def revision(self) -> int:
        """That of the draft: whoever changes it says from which one the change was made."""

    @property
    @abstractmethod
    def versions(self) -> Sequence[PublishedVersion]:
        """From the first to the latest."""

    def version(self, number: str) -> PublishedVersion:
        """The version of the number in an address. Raises NotFound."""
        for version in self.versions:
            if str(version.number) == number:
                return version
        raise NotFound

    @abstractmethod
    def kept(self, bundle: str) -> Files:
        """The files of one of its versions."""

    @abstractmethod
    def is_text(self, name: str) -> bool:
        """Whether a file of this name could be edited."""

    @abstractmethod
    def order(self, name: str) -> tuple[Any, ...]:
        """The place of a file in a list."""

    @abstractmethod
    def checked(self, files: Files) -> Files:
        """Other files that may be kept in their place. Raises BadUpload."""

    @abstractmethod
    def quick(self, files: Files) -> tuple[Problem, ...]:
        """What is wrong with other files, as far as that is quickly told."""

    @abstractmethod
    def thorough(self, files: Files, quick: tuple[Problem, ...]) -> Found:
        """Everything that is wrong with files of which `quick` is known."""

    @abstractmethod
    def save(self, files: Files, by: int, now: datetime, revision: int) -> None:
        """Make other files the draft. Raises DraftChanged, BadUpload."""

    @abstractmethod
    def publish(self, note: str, by: int, now: datetime, revision: int) -> None:
        """Make the draft what counts. Raises CannotPublish, UnusableText, DraftChanged."""

    @abstractmethod
    def discard(self, by: int, now: datetime, revision: int) -> None:
        """Go back to what is published. Raises DraftChanged."""

    def address(self, visit: Visit, name: str) -> str:
        """Where a file is edited."""
        return visit.url(f"{self.route}-edit", **self.place, file=name)

    @abstractmethod
    def shown(self, visit: Visit) -> Mapping[str, object]:
        """What its templates need; `title` among it."""
