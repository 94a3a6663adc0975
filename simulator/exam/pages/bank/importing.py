"""Questions from other programs: looked at first, then added to the draft as files of questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from markupsafe import Markup, escape
from starlette.datastructures import UploadFile
from starlette.responses import Response

from simulator.authoring.draft_pages import keep
from simulator.authoring.texts import MOST_BYTES, text_sent
from simulator.call.case.document import Language
from simulator.exam.bank.document import Bearer
from simulator.exam.bank.loading import QUESTIONS
from simulator.exam.bank.wording import BEARERS
from simulator.exam.exchange.decoding import ENCODINGS
from simulator.exam.exchange.draft import Defaults, LineProblem, is_name, name_from
from simulator.exam.exchange.fitting import fitted, questions_files
from simulator.exam.exchange.formats import FORMATS, MAX_BYTES, Format, format_of
from simulator.exam.exchange.preview import PreviewedQuestion, previewed
from simulator.exam.storage.bank_files import is_bank_file
from simulator.exam.storage.imports import Imports
from simulator.library.bundles import BadUpload
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.web.access import Unreadable, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .working import BankDraft, today, working

AROUND = 64 * 1024  # bytes of a form beside its file
SHOWN = 500
"""Questions that are shown in full before anything is added; of the others the question itself."""
A_FILE = 200
"""Questions in a file that is made of them: more would be too large to be kept, and to be edited."""
MOST_COST = 1_000_000
BEARER_NAMES: tuple[Bearer, ...] = ("customer", "agent", "company")


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The page that asks for a file."""

    formats: tuple[tuple[str, str], ...]
    clauses: tuple[tuple[str, str], ...]
    bearers: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    encodings: tuple[tuple[str, str], ...]
    chosen: dict[str, str]
    problem: Message | None
    most: int


@dataclass(frozen=True, slots=True)
class BankPreviewPage:
    """What is in a file. `texts` are the files of questions that would be added, by name."""

    name: str
    format: str
    questions: Sequence[PreviewedQuestion]
    """Those that are shown in full."""
    further: Sequence[tuple[str, str]]
    """The id and question of those beyond."""
    count: int
    problems: Sequence[LineProblem]
    refused: int
    lost: int
    texts: dict[str, Markup]
    """Escaped, and otherwise untouched: they come back as the files' contents."""


def show(visit: Visit) -> Response:
    """Ask for a file."""
    return _upload_page(visit, working(visit), None)


def preview(visit: Visit) -> Response:
    """Show what is in the file that was sent, and what of it cannot be taken."""
    work = working(visit)
    sent = visit.form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _upload_page(visit, work, Message("Choose a file first."))
    with sent.file as file:
        data = file.read()
    if len(data) > MAX_BYTES:
        return _upload_page(
            visit, work, Message("This is too large: {most} MB at most.", most=MAX_BYTES // 1024**2)
        )
    if not work.bank.policies:
        return _upload_page(visit, work, Message("Questions rest on policies: add a policy first."))
    form = _format(visit.field("format"), sent.filename, data)
    found = fitted(form.read(data, _defaults(visit)), work.bank.policies, today(visit), work.bank.questions)
    drafts = found.questions
    parts = [drafts[start : start + A_FILE] for start in range(0, len(drafts), A_FILE)]
    texts = [text for part in parts for text in questions_files(part, work.bank.policies).items()]
    stem = name_from(PurePath(sent.filename.replace("\\", "/")).stem) or "imported"
    return visit.page(
        "bank/preview.html.j2",
        work=work,
        d=BankPreviewPage(
            name=sent.filename,
            format=form.title,
            questions=[previewed(draft, work.bank.policies, visit.language) for draft in drafts[:SHOWN]],
            further=[(draft.id, next(iter(draft.data["stem"].values()))) for draft in drafts[SHOWN:]],
            count=len(found.questions),
            problems=found.problems,
            refused=found.refused_count,
            lost=len(found.problems) - len(found.refused),
            texts=_named(texts, stem, work),
        ),
    )


def add(visit: Visit) -> Response:
    """Add files of questions that were looked at to the draft. Raises DraftChanged, BadUpload, Unreadable."""
    work = working(visit)
    names, texts = visit.form.getlist("name"), visit.form.getlist("text")
    if not names or len(names) != len(texts):
        raise Unreadable
    files = dict(work.files)
    for name, text in zip(names, texts, strict=True):
        if not isinstance(name, str) or not name.startswith(f"{QUESTIONS}/") or not is_bank_file(name):
            raise Unreadable
        if name in work.files:
            raise BadUpload(Message("“{name}” is there twice.", name=name))
        files[name] = text_sent(text).encode()
    keep(visit, work, files)
    new = working(visit).bank.questions.keys() - work.bank.questions.keys()
    visit.services[Imports].add(new, visit.person.id, now())
    if len(names) > 1:
        return visit.to("bank-files", "saved")
    return visit.to("bank-edit", "saved", file=names[0])


def template(visit: Visit) -> Response:
    """The empty table to fill in, as a spreadsheet with lists to choose from."""
    from simulator.exam.exchange.excel import write_template  # openpyxl takes its time

    bank = working(visit).bank
    topics = sorted({question.topic for question in bank.questions.values()})
    content = write_template(visit.language, bank.policies, topics)
    name = {"zh": "timu", "en": "questions"}[visit.language]
    headers = {"Content-Disposition": f'attachment; filename="winwin-{name}.xlsx"'}
    return Response(content, media_type=FORMATS["excel"].media_type, headers=headers)


def _format(asked: str, name: str, data: bytes) -> Format:
    return FORMATS[asked] if asked in FORMATS else format_of(name, data)


def _defaults(visit: Visit) -> Defaults:
    """What counts where the file says nothing."""
    policy, _, clause = visit.field("clause").partition("/")
    languages: dict[str, Language] = {"zh": "zh", "en": "en"}
    topic, bearer = visit.field("topic"), visit.field("borne-by")
    defaults = Defaults(
        language=languages.get(visit.field("language")),
        policy=policy or None,
        cites=(clause,) if clause else (),
        topic=topic if is_name(topic) else None,
        difficulty=min(5, max(1, _whole(visit.field("difficulty"), 3))),
        cost=min(MOST_COST, _whole(visit.field("cost"), 0)),
    )
    encoding = visit.field("encoding")
    return replace(
        defaults,
        borne_by=next((one for one in BEARER_NAMES if one == bearer), "company"),
        encoding=encoding if encoding in ENCODINGS else None,
    )


def _whole(sent: str, otherwise: int) -> int:
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else otherwise


def _named(texts: Sequence[tuple[str, str]], stem: str, work: BankDraft) -> dict[str, Markup]:
    """Texts of desks under names that no file of the draft has."""
    found: dict[str, Markup] = {}
    desks = {desk for desk, _ in texts}
    for desk, text in texts:
        base = stem if len(desks) == 1 else f"{stem}-{desk}"
        name, number = f"{QUESTIONS}/{base}.yaml", 2
        while name in work.files or name in found:
            name, number = f"{QUESTIONS}/{base}-{number}.yaml", number + 1
        found[name] = escape(text)
    return found


def _upload_page(visit: Visit, work: BankDraft, problem: Message | None) -> Response:
    language = visit.language
    clauses = [("", visit.t(Message("only where the file says so")))]
    for policy in work.bank.policies.values():
        for clause in policy.versions[-1].clauses:
            words = policy.clause_words(clause, language)
            clauses.append((f"{policy.id}/{clause}", f"{policy.title.said_in(language)} · {words}"))
    names = ("format", "encoding", "clause", "topic", "difficulty", "cost", "borne-by", "language")
    return visit.page(
        "bank/import.html.j2",
        422 if problem else 200,
        work=work,
        d=ImportPage(
            formats=(
                ("", visit.t(Message("as the file itself says"))),
                *((one.name, one.title) for one in FORMATS.values()),
            ),
            clauses=tuple(clauses),
            bearers=tuple((name, visit.t(BEARERS[name])) for name in BEARER_NAMES),
            languages=(
                ("", visit.t(Message("as the text itself shows"))),
                ("zh", visit.t(Message("Chinese"))),
                ("en", visit.t(Message("English"))),
            ),
            encodings=(
                ("", visit.t(Message("as the file itself says"))),
                *((name, visit.t(title)) for name, title in ENCODINGS.items()),
            ),
            chosen={name: visit.field(name) for name in names},
            problem=problem,
            most=MAX_BYTES // 1024**2,
        ),
    )


ROUTES = [
    page("/bank/import", show, Permission.AUTHOR, name="bank-import"),
    page("/bank/import/template", template, Permission.AUTHOR, name="bank-template"),
    page(
        "/bank/import",
        preview,
        Permission.AUTHOR,
        name="bank-preview",
        methods=("POST",),
        most_bytes=MAX_BYTES + AROUND,
    ),
    page(
        "/bank/import/add",
        add,
        Permission.AUTHOR,
        name="bank-import-add",
        methods=("POST",),
        most_bytes=2 * MOST_BYTES,
    ),
]
