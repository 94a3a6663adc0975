"""The questions for other programs: in any format, with the list of what it cannot carry."""

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from simulator.call.case.document import Language
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import BankFiles
from simulator.exam.exchange.formats import FORMATS, Format
from simulator.exam.exchange.outgoing import NotCarried, Written, dated, outgoing
from simulator.exam.storage.bank_files import examined_bank
from simulator.people.person import Permission
from simulator.web.access import NotFound, page
from simulator.web.visit import Visit

from .question_page import day_sent
from .working import BankDraft, today, working

SHOWN = 500
"""Problems that are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class ExportPage:
    """What the page shows. The rest is there once a format was chosen."""

    formats: tuple[Format, ...]
    format: Format | None
    language: str
    desk: str
    desks: tuple[tuple[str, str], ...]
    """What can be sent, and what is read."""
    day: date
    count: int
    """Questions in the file."""
    out: int
    """Questions that are not."""
    problems: tuple[NotCarried, ...]
    more: int
    download: str


def show(visit: Visit) -> Response:
    """The formats; with `?format=…`, what of the bank it can carry, and a link to the file."""
    work = working(visit)
    form = FORMATS.get(visit.query("format"))
    desks = tuple(dict.fromkeys(question.desk for question in work.bank.questions.values()))
    written = _written(visit, work, form) if form is not None else Written(b"", 0)
    day = day_sent(visit.query("day")) or today(visit)
    address = visit.url("bank-export-file", format=form.name) if form else ""
    return visit.page(
        "bank/export.html.j2",
        work=work,
        d=ExportPage(
            formats=tuple(FORMATS.values()),
            format=form,
            language=visit.query("language"),
            desk=visit.query("desk"),
            desks=tuple((one, work.bank.name_of(one, visit.language)) for one in desks),
            day=day,
            count=written.count,
            out=sum(not problem.lost for problem in written.problems),
            problems=written.problems[:SHOWN],
            more=max(0, len(written.problems) - SHOWN),
            download=f"{address}?{visit.request.url.query}",
        ),
    )


def download(visit: Visit) -> Response:
    """The bank's questions as a file of a format. Raises NotFound."""
    form = FORMATS.get(visit.path("format"))
    if form is None:
        raise NotFound
    written = _written(visit, working(visit), form)
    headers = {"Content-Disposition": f'attachment; filename="questions{form.ending}"'}
    return Response(written.content, media_type=form.media_type, headers=headers)


def _written(visit: Visit, work: BankDraft, form: Format) -> Written:
    """The questions of a desk, or of all, as a file: with the keys of a day where it carries no others."""
    files = _sources(work)
    if files is None:
        return Written(b"", 0)
    bank, desk = files.bank, visit.query("desk")
    names = [name for name, question in bank.questions.items() if desk in ("", question.desk)]
    languages: dict[str, Language] = {"zh": "zh", "en": "en"}
    language = languages.get(visit.query("language"))
    if form.dated:
        return form.write(dated(files, names), language)
    day = day_sent(visit.query("day")) or today(visit)
    found = {name: resolved(bank.questions[name], bank.policies, day) for name in names}
    keys = {name: key for name, key in found.items() if isinstance(key, Key)}
    written = form.write(outgoing(files, keys, [name for name in names if name in keys]), language)
    without = tuple(NotCarried(name, why) for name, why in found.items() if not isinstance(why, Key))
    return Written(written.content, written.count, (*without, *written.problems))


def _sources(work: BankDraft) -> BankFiles | None:
    """The bank with its files: the draft's if they can be used, else those that are published."""
    if work.usable:
        return examined_bank(work.files)[1] if work.files else None
    return examined_bank(work.banks.files(work.current.bundle))[1] if work.current else None


ROUTES = [
    page("/bank/export", show, Permission.AUTHOR, name="bank-export"),
    page("/bank/export/{format}", download, Permission.AUTHOR, name="bank-export-file"),
]
