"""The bank's files and versions, and what becomes of its draft."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.authoring.draft_pages import DraftPages, VersionRow, keep, names_of, version_rows
from simulator.authoring.problem_list import Listed, listed
from simulator.authoring.starting import NothingUploaded, brought
from simulator.exam.storage.bank_files import read_bank_upload, read_bank_zip
from simulator.library.bundles import MB, BadUpload
from simulator.library.library import DraftChanged
from simulator.library.uploads import MOST_UPLOAD
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.visit import Visit

from .working import BankDraft, order_of, working

MOST_BYTES = MOST_UPLOAD + MB  # what a form adds to the files in it


@dataclass(frozen=True, slots=True)
class FilesPage:
    """What the page shows."""

    files: tuple[tuple[str, int], ...]
    """Names and sizes."""
    versions: tuple[VersionRow, ...]
    """The latest first."""
    revision: int
    drafted: datetime | None
    drafted_by: str | None
    problems: Listed


def show(visit: Visit) -> Response:
    """The files, the draft and the versions."""
    return files_answer(visit, working(visit))


def files_answer(
    visit: Visit,
    work: BankDraft,
    refused: Message | None = None,
    upload_problem: Message | None = None,
    left_out: tuple[Message, ...] = (),
) -> Response:
    """The page, with what was refused on it."""
    names = names_of(visit, work)
    return visit.page(
        "bank/files.html.j2",
        422 if refused or upload_problem else 200,
        work=work,
        d=FilesPage(
            files=tuple((name, len(work.files[name])) for name in sorted(work.files, key=order_of)),
            versions=version_rows(work, names, work.current.number if work.current else None),
            revision=work.revision,
            drafted=work.drafted,
            drafted_by=names.get(work.drafted_by),
            problems=listed(work.problems, work.files, order_of, lambda name: True),
        ),
        refused=refused,
        upload_problem=upload_problem,
        left_out=left_out,
        note_text=visit.field("note"),
    )


def upload(visit: Visit) -> Response:
    """Make what was uploaded the draft, errors or not."""
    work = working(visit)
    try:
        sent, _ = brought(visit, read_bank_zip, read_bank_upload)
        keep(visit, work, sent.files)
    except (BadUpload, NothingUploaded, DraftChanged) as refusal:
        return files_answer(visit, work, upload_problem=refusal.message)
    if sent.left_out:
        return files_answer(visit, working(visit), left_out=sent.left_out)
    return visit.to("bank-files", "saved")


PAGES = DraftPages(
    BankDraft,
    "/bank",
    working,
    lambda visit, refused: files_answer(visit, working(visit), refused),
)
ROUTES = [
    page("/bank/files", show, Permission.AUTHOR, name="bank-files"),
    page(
        "/bank/upload",
        upload,
        Permission.AUTHOR,
        name="bank-upload",
        methods=("POST",),
        most_bytes=MOST_BYTES,
    ),
    *PAGES.routes(),
]
