"""The bank's files and versions, and what becomes of its draft."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.authoring.case_page import names_of, revision_sent
from simulator.authoring.problem_list import Listed, listed
from simulator.authoring.starting import NothingUploaded, brought
from simulator.exam.storage.bank_files import read_bank_upload, read_bank_zip
from simulator.exam.storage.banks import BankHasErrors, Banks, BankVersion
from simulator.library.bundles import MB, BadUpload
from simulator.library.library import DraftChanged, NothingToPublish
from simulator.library.uploads import MOST_UPLOAD, write_zip
from simulator.people.person import Permission
from simulator.source.problems import errors
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import UnusableText
from simulator.web.access import NotFound, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .working import BankDraft, order_of, working

MOST_BYTES = MOST_UPLOAD + MB  # what a form adds to the files in it
_BUNDLED = Message("Bundled with the program.")


class BankNotUsable(Refusal):
    """What stops a bank from being published, though its files can be read."""

    def __init__(self) -> None:
        super().__init__(Message("This bank has errors. Mend them first; they are listed under “Problems”."))


@dataclass(frozen=True, slots=True)
class BankVersionRow:
    """A version with who published it: None for the program, or somebody who has left."""

    version: BankVersion
    note: Message | str
    by: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class FilesPage:
    """What the page shows."""

    files: tuple[tuple[str, int], ...]
    """Names and sizes."""
    versions: tuple[BankVersionRow, ...]
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
    draft, versions = work.draft, work.banks.versions()
    names = names_of(visit, {draft.by if draft else None, *(version.by for version in versions)})
    return visit.page(
        "bank/files.html.j2",
        422 if refused or upload_problem else 200,
        work=work,
        d=FilesPage(
            files=tuple((name, len(work.files[name])) for name in sorted(work.files, key=order_of)),
            versions=tuple(
                BankVersionRow(
                    version,
                    _BUNDLED if version.bundled else version.note,
                    names.get(version.by),
                    version is versions[-1],
                )
                for version in reversed(versions)
            ),
            revision=work.revision,
            drafted=draft.at if draft else None,
            drafted_by=names.get(draft.by) if draft else None,
            problems=listed(work.problems, work.files, order_of, lambda name: True),
        ),
        refused=refused,
        upload_problem=upload_problem,
        left_out=left_out,
        note_text=visit.field("note"),
    )


def publish(visit: Visit) -> Response:
    """Let exams be set from the draft from now on. Raises DraftChanged."""
    work = working(visit)
    revision = revision_sent(visit)
    if work.draft is None:
        return files_answer(visit, work, NothingToPublish().message)
    if errors(work.problems):
        return files_answer(visit, work, BankNotUsable().message)
    try:
        work.banks.publish(work.files, visit.field("note"), visit.person.id, now(), revision)
    except (BankHasErrors, NothingToPublish, UnusableText) as refusal:
        return files_answer(visit, work, refusal.message)
    return visit.to("bank-files", "bank-published")


def download(visit: Visit) -> Response:
    """The files of the draft, or of the version `?version=…`, as a zip. Raises NotFound."""
    work = working(visit)
    wanted, files, name = visit.query("version"), work.files, "bank.zip"
    if wanted:
        version = _version(work, wanted)
        files, name = work.banks.files(version.hash), f"bank-{version.number}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write_zip(files, "bank"), 200, headers, "application/zip")


def upload(visit: Visit) -> Response:
    """Make what was uploaded the draft, errors or not."""
    work = working(visit)
    try:
        sent, _ = brought(visit, read_bank_zip, read_bank_upload)
        work.banks.save_draft(sent.files, visit.person.id, now(), work.revision)
    except (BadUpload, NothingUploaded, DraftChanged) as refusal:
        return files_answer(visit, work, upload_problem=refusal.message)
    if sent.left_out:
        return files_answer(visit, working(visit), left_out=sent.left_out)
    return visit.to("bank-files", "saved")


def ask_restore(visit: Visit) -> Response:
    """Ask before a version takes the place of the draft; nothing is lost that is published."""
    work = working(visit)
    version = _version(work, visit.path("number"))
    return visit.page("bank/restore.html.j2", version=version, work=work)


def restore(visit: Visit) -> Response:
    """Make a version the draft. Raises NotFound, DraftChanged."""
    work = working(visit)
    version = _version(work, visit.path("number"))
    files = work.banks.files(version.hash)
    work.banks.save_draft(files, visit.person.id, now(), revision_sent(visit))
    return visit.to("bank-files", "bank-restored")


def ask_discard(visit: Visit) -> Response:
    """Ask before the draft is thrown away."""
    return visit.page("bank/discard.html.j2", work=working(visit))


def discard(visit: Visit) -> Response:
    """Throw the draft away. Raises DraftChanged."""
    visit.desk[Banks].discard_draft(revision_sent(visit), visit.person.id, now())
    return visit.to("bank-files", "bank-discarded")


def _version(work: BankDraft, number: str) -> BankVersion:
    found = [version for version in work.banks.versions() if str(version.number) == number]
    if not found:
        raise NotFound
    return found[0]


ROUTES = [
    page("/bank/files", show, Permission.AUTHOR, name="bank-files"),
    page("/bank/publish", publish, Permission.AUTHOR, name="bank-publish", methods=("POST",)),
    page("/bank/download", download, Permission.AUTHOR, name="bank-download"),
    page(
        "/bank/upload",
        upload,
        Permission.AUTHOR,
        name="bank-upload",
        methods=("POST",),
        most_bytes=MOST_BYTES,
    ),
    page("/bank/restore/{number}", ask_restore, Permission.AUTHOR, name="bank-restore"),
    page("/bank/restore/{number}", restore, Permission.AUTHOR, name="bank-restore-now", methods=("POST",)),
    page("/bank/discard", ask_discard, Permission.AUTHOR, name="bank-discard"),
    page("/bank/discard", discard, Permission.AUTHOR, name="bank-discard-now", methods=("POST",)),
]
