"""People from a personnel office's list: looked at first, then added, all at once or not at all."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.responses import Response

from simulator.people.lists import (
    MOST_BYTES,
    MOST_ROWS,
    BadList,
    ListProblem,
    PersonRow,
    read_people,
    write_template,
)
from simulator.people.person import ROLES, Permission, Role
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .invitations import invited_page

SHOWN = 200
"""Rows, and problems, of a list that are shown before it is added; the others are counted."""
AROUND = 64 * 1024  # bytes of a form beside its file
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The page that asks for a list."""

    most_rows: int
    problem: Message | None


@dataclass(frozen=True, slots=True)
class PeoplePreviewPage:
    """What is in a list, and what adding it will do."""

    rows: Sequence[PersonRow]
    """The first of those that can be added."""
    problems: Sequence[ListProblem]
    """The first of them."""
    fresh: int
    """How many accounts will be added."""
    known: frozenset[str]
    """Sign-in names on the list that have an account already: it stays as it is."""
    wrong: int
    """How many problems there are in all."""
    teams: Sequence[str]
    """Those that will be added."""
    roles: Mapping[Role, Message]
    list: str
    """The people of the list, to be sent back when they are to be added."""

    @property
    def count(self) -> int:
        """How many people there are on the list without a problem."""
        return self.fresh + len(self.known)


def show(visit: Visit) -> Response:
    """Ask for a list."""
    return _upload_page(visit, None)


def preview(visit: Visit) -> Response:
    """Show what is in the list that was sent."""
    sent = visit.form.get("list")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _upload_page(visit, Message("Choose a file first."))
    with sent.file as file:
        data = file.read()
    try:
        people = read_people(data)
    except BadList as refusal:
        return _upload_page(visit, refusal.message)
    services = visit.services
    there = {person.name for person in services[People].all()}
    known = frozenset(row.name for row in people.rows if row.name in there)
    teams = {team.name for team in services[People].teams()}
    wanted = dict.fromkeys(row.team for row in people.rows if row.team and row.name not in known)
    d = PeoplePreviewPage(
        rows=people.rows[:SHOWN],
        problems=people.problems[:SHOWN],
        fresh=len(people.rows) - len(known),
        known=known,
        wrong=len(people.problems),
        teams=tuple(team for team in wanted if team not in teams),
        roles=ROLES,
        list=written(people.rows),
    )
    return visit.page("people/preview.html.j2", d=d)


def add(visit: Visit) -> Response:
    """Add the people of a list that was looked at, and show their invitations this one time."""
    text = visit.form.get("list", "")
    try:
        # what comes back is read as carefully as the file was: a browser can send anything
        people = read_people((text if isinstance(text, str) else "").encode("utf-8", "replace"))
    except BadList as refusal:
        return _upload_page(visit, refusal.message)
    if people.problems or not people.rows:
        return _upload_page(visit, Message("Nothing was added: send the list again."))
    done = visit.services[People].import_rows(people.rows, visit.person.id, now())
    added = [one.person for one in done if one.added]
    return invited_page(visit, added, added=len(added), known=len(done) - len(added))


def template(visit: Visit) -> Response:
    """The empty list to fill in, as a spreadsheet."""
    name = {"zh": "renyuan", "en": "people"}[visit.language]
    headers = {"Content-Disposition": f'attachment; filename="winwin-{name}.xlsx"'}
    return Response(write_template(visit.language), media_type=SPREADSHEET, headers=headers)


def written(rows: Sequence[PersonRow]) -> str:
    """People as a list that `read_people` reads to the same rows."""
    text = io.StringIO()
    lines = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    lines.writerow(("name", "shown", "role", "team", "language"))
    for row in rows:
        lines.writerow((row.name, row.shown, row.role.value, row.team or "", row.language or ""))
    return text.getvalue()


def _upload_page(visit: Visit, problem: Message | None) -> Response:
    return visit.page("people/import.html.j2", 422 if problem else 200, d=UploadPage(MOST_ROWS, problem))


ROUTES = [
    page("/people/import", show, Permission.ADMINISTER, name="import"),
    page("/people/import/template", template, Permission.ADMINISTER, name="import-template"),
    page(
        "/people/import",
        preview,
        Permission.ADMINISTER,
        name="import-preview",
        methods=("POST",),
        most_bytes=MOST_BYTES + AROUND,
    ),
    page(
        "/people/import/add",
        add,
        Permission.ADMINISTER,
        name="import-add",
        methods=("POST",),
        most_bytes=MOST_BYTES + AROUND,
    ),
]
