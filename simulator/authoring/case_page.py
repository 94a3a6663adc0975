"""The page of one case: its files, problems and versions, and what becomes of the draft."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.call.case.loading import LANGUAGES
from simulator.library.bundles import is_text
from simulator.library.library import BUNDLED, CaseHasErrors, Library, NothingToPublish, PublishedVersion
from simulator.library.uploads import write_zip
from simulator.people.person import Permission
from simulator.people.storage.people import NoSuchPerson, People
from simulator.practice.storage.attempts import attempts_by_case
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText
from simulator.web.access import NotFound, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .background import thorough
from .checker_faults import NOT_CHECKED
from .draft import CaseDraft, NotPlayable, order_of, playable, policies_for, quick_problems, working
from .problem_list import Listed, listed

_BUNDLED = Message("Bundled with the program.")


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the case; `editable` in the browser if it is a text."""

    name: str
    size: int
    editable: bool


@dataclass(frozen=True, slots=True)
class CaseVersionRow:
    """A version with who published it: None for the program, or somebody who has left."""

    version: PublishedVersion
    note: Message | str
    by: str | None
    published: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page shows. `language` is that of the title, None where it cannot be told."""

    id: str
    title: str
    language: str | None
    published: int | None
    revision: int
    drafted: datetime | None
    drafted_by: str | None
    attempts: int
    files: tuple[FileRow, ...]
    versions: tuple[CaseVersionRow, ...]
    problems: Listed
    playable: bool
    translations: tuple[str, ...]
    """The languages of the translations that could be brought up to date."""
    untranslated: tuple[str, ...]
    """The languages that a translation could be added for."""


def show(visit: Visit) -> Response:
    """The page of a case. Raises NoSuchCase."""
    return case_answer(visit, working(visit))


def case_answer(visit: Visit, work: CaseDraft, refused: Message | None = None) -> Response:
    """The page of a case, with what was refused on it."""
    return visit.page(
        "cases/case.html.j2",
        422 if refused else 200,
        d=_page(visit, work),
        refused=refused,
        note_text=visit.field("note"),
    )


def show_problems(visit: Visit) -> Response:
    """Everything that is wrong with a case, how it plays too. Raises NoSuchCase."""
    work = working(visit)
    problems, stopped = thorough(work.files, work.entry.id, work.problems, policies_for(visit, work.files))
    title, language = work.title(visit.language)
    return visit.page(
        "cases/problems.html.j2",
        id=work.entry.id,
        title=title,
        title_language=language,
        problems=listed(problems, work.files),
        stopped=stopped,
    )


def publish(visit: Visit) -> Response:
    """Let trainees play the draft from now on. Raises NoSuchCase, DraftChanged."""
    work = working(visit)
    found = quick_problems(work.files, work.entry.id)
    if any(problem.rule in ("case-id", NOT_CHECKED) for problem in found):
        return case_answer(visit, work, NotPlayable().message)
    try:
        visit.desk[Library].publish(
            work.entry.id, visit.person.id, now(), visit.field("note"), revision=revision_sent(visit)
        )
    except (CaseHasErrors, NothingToPublish, UnusableText) as refusal:
        return case_answer(visit, work, refusal.message)
    return visit.to("case", "published", case=work.entry.id)


def withdraw(visit: Visit) -> Response:
    """Let nobody begin the case any more. Raises NoSuchCase."""
    visit.desk[Library].withdraw(visit.path("case"), visit.person.id, now())
    return visit.to("case", "withdrawn", case=visit.path("case"))


def download(visit: Visit) -> Response:
    """The files of the draft, or of the version `?version=…`, as a zip. Raises NoSuchCase."""
    work = working(visit)
    wanted = visit.query("version")
    bundle, name = work.bundle, f"{work.entry.id}.zip"
    if wanted:
        version = _version(work, wanted)
        bundle, name = version.bundle, f"{work.entry.id}-{version.number}.zip"
    # the id of a case is small letters, digits and hyphens: nothing in it can end the header
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write_zip(work.library.files(bundle), work.entry.id), 200, headers, "application/zip")


def ask_restore(visit: Visit) -> Response:
    """Ask before a version takes the place of the draft; nothing is lost that is published."""
    work = working(visit)
    version = _version(work, visit.path("number"))
    return visit.page("cases/restore.html.j2", id=work.entry.id, entry=work.entry, version=version)


def restore(visit: Visit) -> Response:
    """Make a version the draft. Raises NoSuchCase, DraftChanged."""
    work = working(visit)
    version = _version(work, visit.path("number"))
    visit.desk[Library].restore_version_to_draft(
        work.entry.id, version.number, revision_sent(visit), visit.person.id, now()
    )
    return visit.to("case", "case-restored", case=work.entry.id)


def ask_discard(visit: Visit) -> Response:
    """Ask before the draft is thrown away."""
    return visit.page("cases/discard.html.j2", id=visit.path("case"), entry=working(visit).entry)


def discard(visit: Visit) -> Response:
    """Throw the draft away. Raises NoSuchCase, DraftChanged."""
    work = working(visit)
    visit.desk[Library].discard_draft(work.entry.id, revision_sent(visit), visit.person.id, now())
    if work.entry.versions:
        return visit.to("case", "case-discarded", case=work.entry.id)
    return visit.to("cases", "deleted")


def _page(visit: Visit, work: CaseDraft) -> CasePage:
    entry = work.entry
    title, language = work.title(visit.language)
    known = work.names.languages
    plays = playable(work.problems)
    names = names_of(visit, {entry.drafted_by, *(version.by for version in entry.versions)})
    files = work.files
    return CasePage(
        id=entry.id,
        title=title,
        language=language,
        published=entry.published,
        revision=entry.revision,
        drafted=entry.drafted if entry.draft else None,
        drafted_by=names.get(entry.drafted_by),
        attempts=attempts_by_case(visit.desk.database).get(entry.id, 0),
        files=tuple(FileRow(name, len(files[name]), is_text(name)) for name in sorted(files, key=order_of)),
        versions=tuple(
            CaseVersionRow(version, _note(version), names.get(version.by), version.number == entry.published)
            for version in reversed(entry.versions)
        ),
        problems=listed(work.problems, files),
        playable=plays,
        translations=known[1:] if plays else (),
        untranslated=tuple(other for other in LANGUAGES if plays and other not in known),
    )


def names_of(visit: Visit, people: set[int | None]) -> Mapping[int | None, str]:
    """What those people are called who are still there."""
    names: dict[int | None, str] = {}
    for person in filter(None, people):
        with suppress(NoSuchPerson):
            names[person] = visit.desk[People].find(person).shown
    return names


def _note(version: PublishedVersion) -> Message | str:
    """What was said of a version; the program's own words in the reader's language."""
    return _BUNDLED if version.by is None and version.note == BUNDLED else version.note


def _version(work: CaseDraft, number: str) -> PublishedVersion:
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise NotFound
    return work.entry.version(int(number))


def revision_sent(visit: Visit) -> int:
    """The revision of the draft that the form was made for."""
    sent = visit.field("revision")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else -1


ROUTES = [
    page("/cases/{case}", show, Permission.AUTHOR, name="case"),
    page("/cases/{case}/problems", show_problems, Permission.AUTHOR, name="case-problems"),
    page("/cases/{case}/publish", publish, Permission.AUTHOR, name="case-publish", methods=("POST",)),
    page("/cases/{case}/withdraw", withdraw, Permission.AUTHOR, name="case-withdraw", methods=("POST",)),
    page("/cases/{case}/download", download, Permission.AUTHOR, name="case-download"),
    page("/cases/{case}/restore/{number}", ask_restore, Permission.AUTHOR, name="case-restore"),
    page(
        "/cases/{case}/restore/{number}",
        restore,
        Permission.AUTHOR,
        name="case-restore-now",
        methods=("POST",),
    ),
    page("/cases/{case}/discard", ask_discard, Permission.AUTHOR, name="case-discard"),
    page("/cases/{case}/discard", discard, Permission.AUTHOR, name="case-discard-now", methods=("POST",)),
]
