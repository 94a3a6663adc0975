"""The pages that every draft has: its files edited and removed, itself published, restored, discarded."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from simulator.library.library import CannotPublish, PublishedVersion
from simulator.library.uploads import write_zip
from simulator.people.person import Permission
from simulator.people.storage.people import NoSuchPerson, People
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText
from simulator.web.access import MOST_BYTES as MOST_IN_FORM
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .draft_folder import DraftFolder
from .texts import MOST_BYTES, check_text, save_text, show_text

_BUNDLED = Message("Bundled with the program.")

Find = Callable[[Visit], DraftFolder]
"""The draft that a page is about."""
Refused = Callable[[Visit, Message], Response]
"""The page of a draft, with what was refused on it."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with who published it: None for the program, or somebody who has left."""

    version: PublishedVersion
    note: Message | str
    """The program's own words can be said in the reader's language."""
    by: str | None
    current: bool


def version_rows(
    draft: DraftFolder, names: Mapping[int | None, str], current: int | None
) -> tuple[VersionRow, ...]:
    """The versions of a draft, the latest first; `current` is the number of the one that counts."""
    return tuple(
        VersionRow(
            version,
            _BUNDLED if version.bundled else version.note,
            names.get(version.by),
            version.number == current,
        )
        for version in reversed(draft.versions)
    )


def names_of(visit: Visit, draft: DraftFolder) -> Mapping[int | None, str]:
    """What those are called who have worked on a draft and are still there."""
    names: dict[int | None, str] = {}
    for person in filter(None, {draft.drafted_by, *(version.by for version in draft.versions)}):
        with suppress(NoSuchPerson):
            names[person] = visit.services[People].find(person).shown
    return names


def keep(visit: Visit, draft: DraftFolder, files: Mapping[str, bytes], revision: int | None = None) -> None:
    """Make other files the draft, for the visitor. Raises DraftChanged, BadUpload."""
    draft.save(files, visit.person.id, now(), draft.revision if revision is None else revision)


class DraftPages:
    """The pages of one kind of draft. Each raises what `find` raises."""

    def __init__(self, kind: type[DraftFolder], base: str, find: Find, refused: Refused) -> None:
        self._kind, self._base, self._find, self._refused = kind, base, find, refused

    def routes(self, check: str = "check") -> list[Route]:
        """The routes, all below `base`; `check` is the address for texts as they are being typed."""
        return [
            self._route("edit/{file:path}", "edit", self.edit),
            self._route("edit/{file:path}", "save", self.save, post=True, most_bytes=MOST_BYTES),
            self._route(check, "check", self.check, post=True, most_bytes=MOST_BYTES),
            self._route("remove/{file:path}", "remove", self.ask_remove),
            self._route("remove/{file:path}", "remove-now", self.remove, post=True),
            self._route("publish", "publish", self.publish, post=True),
            self._route("download", "download", self.download),
            self._route("restore/{number}", "restore", self.ask_restore),
            self._route("restore/{number}", "restore-now", self.restore, post=True),
            self._route("discard", "discard", self.ask_discard),
            self._route("discard", "discard-now", self.discard, post=True),
        ]

    def edit(self, visit: Visit) -> Response:
        """The editor with a file. Raises NotFound, NotAText."""
        return show_text(visit, self._find(visit))

    def save(self, visit: Visit) -> Response:
        """Keep a file's text, or look for all that is wrong with it. Raises NotFound, DraftChanged."""
        return save_text(visit, self._find)

    def check(self, visit: Visit) -> Response:
        """The problems with one file as it is being typed. Raises Unreadable, BadUpload."""
        return check_text(visit, self._find(visit))

    def ask_remove(self, visit: Visit) -> Response:
        """Ask before a file is removed from the draft."""
        draft = self._find(visit)
        return self._asking(visit, draft, "remove", file=_removable(visit, draft))

    def remove(self, visit: Visit) -> Response:
        """Remove a file from the draft. Raises NotFound, DraftChanged, BadUpload."""
        draft = self._find(visit)
        gone = _removable(visit, draft)
        keep(visit, draft, {name: content for name, content in draft.files.items() if name != gone})
        return visit.to(draft.home, "deleted", **draft.place)

    def publish(self, visit: Visit) -> Response:
        """Let the draft count from now on. Raises DraftChanged."""
        draft = self._find(visit)
        try:
            draft.publish(visit.field("note"), visit.person.id, now(), _revision_sent(visit))
        except (CannotPublish, UnusableText) as refusal:
            return self._refused(visit, refusal.message)
        return visit.to(draft.home, f"{draft.route}-published", **draft.place)

    def download(self, visit: Visit) -> Response:
        """The files of the draft, or of the version `?version=…`, as a zip. Raises NotFound."""
        draft = self._find(visit)
        wanted, files, name = visit.query("version"), draft.files, f"{draft.id}.zip"
        if wanted:
            version = draft.version(wanted)
            files, name = draft.kept(version.bundle), f"{draft.id}-{version.number}.zip"
        # an id is small letters, digits and hyphens: nothing in it can end the header
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(write_zip(files, draft.id), 200, headers, "application/zip")

    def ask_restore(self, visit: Visit) -> Response:
        """Ask before a version takes the place of the draft; nothing is lost that is published."""
        draft = self._find(visit)
        return self._asking(visit, draft, "restore", version=draft.version(visit.path("number")))

    def restore(self, visit: Visit) -> Response:
        """Make a version the draft. Raises NotFound, DraftChanged."""
        draft = self._find(visit)
        files = draft.kept(draft.version(visit.path("number")).bundle)
        keep(visit, draft, files, _revision_sent(visit))
        return visit.to(draft.home, f"{draft.route}-restored", **draft.place)

    def ask_discard(self, visit: Visit) -> Response:
        """Ask before the draft is thrown away."""
        return self._asking(visit, self._find(visit), "discard")

    def discard(self, visit: Visit) -> Response:
        """Throw the draft away. Raises DraftChanged."""
        draft = self._find(visit)
        draft.discard(visit.person.id, now(), _revision_sent(visit))
        if not draft.versions and draft.listing is not None:
            return visit.to(draft.listing, "deleted")
        return visit.to(draft.home, f"{draft.route}-discarded", **draft.place)

    def _asking(self, visit: Visit, draft: DraftFolder, action: str, **values: object) -> Response:
        template = f"{draft.templates}/{action}.html.j2"
        return visit.page(template, **draft.shown(visit), work=draft, **values)

    def _route(
        self,
        path: str,
        action: str,
        function: Callable[[Visit], Response],
        *,
        post: bool = False,
        most_bytes: int = MOST_IN_FORM,
    ) -> Route:
        return page(
            f"{self._base}/{path}",
            function,
            Permission.AUTHOR,
            name=f"{self._kind.route}-{action}",
            methods=("POST",) if post else ("GET",),
            most_bytes=most_bytes,
        )


def _removable(visit: Visit, draft: DraftFolder) -> str:
    """The file that the address names, if the draft can do without it. Raises NotFound."""
    name: str = visit.path("file")
    if name not in draft.files or name == draft.essential:
        raise NotFound
    return name


def _revision_sent(visit: Visit) -> int:
    """The revision of the draft that the form was made for."""
    sent = visit.field("revision")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else -1
