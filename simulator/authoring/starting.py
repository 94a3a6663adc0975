"""The cases of the desk for their authors, and how a new one comes: begun from the example, or uploaded."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from starlette.datastructures import UploadFile
from starlette.responses import Response

from simulator.call.case.loading import LANGUAGES
from simulator.call.case.scaffold import scaffold_files
from simulator.library.bundles import MB, BadUpload, DamagedBundle, case_id_of, is_case_id, with_quoted
from simulator.library.library import CaseEntry, DraftChanged, Library
from simulator.library.policies import KeptPolicies
from simulator.library.unpacking import NoSuchBundle, NoSuchCase
from simulator.library.uploads import MOST_UPLOAD, Upload, read_folder_upload, read_zip
from simulator.people.person import Permission
from simulator.practice.storage.attempts import attempts_by_case
from simulator.source.problems import errors
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .case_files import CaseTitles
from .draft import CaseDraft

MOST_BYTES = MOST_UPLOAD + MB  # what a form adds to the files in it
TAKEN_BY_PAGES = ("new", "upload")
"""Addresses below `/cases/` that are not cases."""


class CannotNameCase(Refusal):
    """An id that a case cannot have here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message("“{name}” cannot name a case here: small letters, digits, single hyphens.", name=name)
        )


class CaseExists(Refusal):
    """Another case has this id."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message(
                "There is a case “{name}” already. Choose another id, or say that its draft may be replaced.",
                name=name,
            )
        )


class NothingUploaded(Refusal):
    """A form for an upload without a file in it."""

    def __init__(self) -> None:
        super().__init__(Message("Choose a zip file or a folder first."))


def show(visit: Visit) -> Response:
    """The page to begin a case on."""
    return _answer(visit)


def begin(visit: Visit) -> Response:
    """Make a draft of the example case under an id of its own."""
    name = visit.field("id")
    language = visit.field("language")
    try:
        case_id = _new_id(visit, name)
        files = scaffold_files(case_id, language if language in LANGUAGES else visit.language)
        visit.services[Library].save_draft(case_id, files, 0, visit.person.id, now())
    except (CannotNameCase, CaseExists) as refusal:
        return _answer(visit, new_problem=refusal.message)
    except DraftChanged:
        return _answer(visit, new_problem=CaseExists(name).message)
    return visit.to("case", "saved", case=case_id)


def upload(visit: Visit) -> Response:
    """Make what was uploaded a draft, errors or not: they are shown on the case's page."""
    try:
        sent, called = brought(visit)
        # a file that cannot be read has no id: then the folder's or the zip's name is one, if it can be
        case_id = case_id_of(sent.files) or _as_id(called)
        if not is_case_id(case_id) or case_id in TAKEN_BY_PAGES:
            raise CannotNameCase(case_id or "?")
        entry = _entry(visit, case_id)
        wanted = visit.field("into")
        if wanted:
            case_id, entry = wanted, visit.services[Library].entry(wanted)
        elif entry is not None and not visit.field("replace"):
            raise CaseExists(case_id)
        revision = entry.revision if entry else 0
        files = with_quoted(sent.files, visit.services[KeptPolicies].policy_files())
        visit.services[Library].save_draft(case_id, files, revision, visit.person.id, now())
    except (BadUpload, CannotNameCase, CaseExists, NothingUploaded, DraftChanged) as refusal:
        return _answer(visit, upload_problem=refusal.message)
    if sent.left_out:
        return visit.page("cases/uploaded.html.j2", id=case_id, left_out=sent.left_out)
    return visit.to("case", "saved", case=case_id)


def _answer(
    visit: Visit, new_problem: Message | None = None, upload_problem: Message | None = None
) -> Response:
    into = visit.field("into") or visit.query("into")
    return visit.page(
        "cases/new.html.j2",
        422 if new_problem or upload_problem else 200,
        id=visit.field("id"),
        case_language=visit.field("language") or visit.language,
        into=into if is_case_id(into) else "",
        new_problem=new_problem,
        upload_problem=upload_problem,
    )


def _new_id(visit: Visit, name: str) -> str:
    if not is_case_id(name) or name in TAKEN_BY_PAGES:
        raise CannotNameCase(name or "?")
    if _entry(visit, name) is not None:
        raise CaseExists(name)
    return name


def _entry(visit: Visit, case_id: str) -> CaseEntry | None:
    try:
        return visit.services[Library].entry(case_id)
    except NoSuchCase:
        return None


def brought(
    visit: Visit,
    read_zip: Callable[[bytes], Upload] = read_zip,
    read_folder: Callable[[Iterable[tuple[str, bytes]]], Upload] = read_folder_upload,
) -> tuple[Upload, str]:
    """What was uploaded, and what its folder or zip is called. Raises BadUpload, NothingUploaded."""
    sent = [one for one in visit.form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    zipped = visit.form.get("zip")
    if isinstance(zipped, UploadFile) and zipped.filename:
        return read_zip(zipped.file.read()), PurePosixPath(zipped.filename.replace("\\", "/")).stem
    if not sent:
        raise NothingUploaded
    # a page function runs in a thread, so reading what the form has spooled to the disk blocks nobody
    files = [(one.filename or "", one.file.read()) for one in sent]
    return read_folder(files), files[0][0].replace("\\", "/").partition("/")[0]


def _as_id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].rstrip("-")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list. `language` is that of the title, None where it cannot be told."""

    id: str
    title: str
    language: str | None
    languages: tuple[str, ...]
    published: int | None
    drafted: bool
    damaged: bool
    """Whether its files are lost."""
    errors: int
    warnings: int
    attempts: int
    changed: datetime | None


def show_all(visit: Visit) -> Response:
    """The list of cases."""
    services = visit.services
    attempts = attempts_by_case(services.database)
    rows = []
    for entry in services[Library].all(include_drafts=True):
        damaged = False
        try:
            work = CaseDraft(services[Library], entry)
            names = work.names
            # what is published has no errors; looking at a case takes a tenth of a second
            problems = work.problems if entry.draft else ()
        except (NoSuchBundle, DamagedBundle):  # one bad case must not hide the others
            damaged, names, problems = True, CaseTitles({}, ()), ()
        title, language = names.title(visit.language, entry.id)
        last = entry.versions[-1].at if entry.versions else None
        faults = len(errors(problems))
        rows.append(
            CaseRow(
                id=entry.id,
                title=title,
                language=language,
                languages=names.languages,
                published=entry.published,
                drafted=entry.draft is not None,
                damaged=damaged,
                errors=faults,
                warnings=len(problems) - faults,
                attempts=attempts.get(entry.id, 0),
                changed=entry.drafted if entry.draft else last,
            )
        )
    return visit.page("cases/list.html.j2", rows=rows)


ROUTES = [
    page("/cases/new", show, Permission.AUTHOR, name="case-new"),
    page("/cases/new", begin, Permission.AUTHOR, name="case-begin", methods=("POST",)),
    page(
        "/cases/upload",
        upload,
        Permission.AUTHOR,
        name="case-upload",
        methods=("POST",),
        most_bytes=MOST_BYTES,
    ),
    page("/cases", show_all, Permission.AUTHOR, name="cases"),
]
