"""The page of one case: its files, problems and versions."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.call.case.loading import LANGUAGES
from simulator.library.bundles import is_text
from simulator.library.library import Library
from simulator.people.person import Permission
from simulator.practice.storage.attempts import attempts_by_case
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .case_files import order_of, playable
from .draft import CaseDraft, working
from .draft_pages import DraftPages, VersionRow, names_of, version_rows
from .open_texts import OpenTexts, open_texts
from .problem_list import Listed, listed


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the case; `editable` in the browser if it is a text."""

    name: str
    size: int
    editable: bool


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
    versions: tuple[VersionRow, ...]
    problems: Listed
    playable: bool
    open: tuple[OpenTexts, ...]
    """What is still to be translated."""
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
    problems, stopped = work.thorough(work.files, work.problems)
    return visit.page(
        "cases/problems.html.j2",
        problems=listed(problems, work.files),
        stopped=stopped,
        **work.shown(visit),
    )


def withdraw(visit: Visit) -> Response:
    """Let nobody begin the case any more. Raises NoSuchCase."""
    visit.services[Library].withdraw(visit.path("case"), visit.person.id, now())
    return visit.to("case", "withdrawn", case=visit.path("case"))


def _page(visit: Visit, work: CaseDraft) -> CasePage:
    entry = work.entry
    title, language = work.title(visit.language)
    known = work.names.languages
    plays = playable(work.problems)
    names = names_of(visit, work)
    files = work.files
    return CasePage(
        id=entry.id,
        title=title,
        language=language,
        published=entry.published,
        revision=work.revision,
        drafted=work.drafted,
        drafted_by=names.get(work.drafted_by),
        attempts=attempts_by_case(visit.services.database).get(entry.id, 0),
        files=tuple(FileRow(name, len(files[name]), is_text(name)) for name in sorted(files, key=order_of)),
        versions=version_rows(work, names, entry.published),
        problems=listed(work.problems_today, files),
        playable=plays,
        open=open_texts(work.problems),
        translations=known[1:] if plays else (),
        untranslated=tuple(other for other in LANGUAGES if plays and other not in known),
    )


PAGES = DraftPages(
    CaseDraft,
    "/cases/{case}",
    working,
    lambda visit, refused: case_answer(visit, working(visit), refused),
)
ROUTES = [
    page("/cases/{case}", show, Permission.AUTHOR, name="case"),
    page("/cases/{case}/problems", show_problems, Permission.AUTHOR, name="case-problems"),
    page("/cases/{case}/withdraw", withdraw, Permission.AUTHOR, name="case-withdraw", methods=("POST",)),
    *PAGES.routes(check="problems"),
]
