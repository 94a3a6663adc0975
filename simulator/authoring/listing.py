"""All cases of the desk, drafts too, for those who write them."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.library.bundles import DamagedBundle
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchBundle
from simulator.people.person import Permission
from simulator.practice.storage.tallies import attempts_by_case
from simulator.source.problems import errors
from simulator.web.access import page
from simulator.web.visit import Visit

from .draft import Names, Working


@dataclass(frozen=True, slots=True)
class Row:
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


def show(visit: Visit) -> Response:
    """The list of cases."""
    desk = visit.desk
    attempts = attempts_by_case(desk.database)
    rows = []
    for entry in desk[Library].all(include_drafts=True):
        damaged = False
        try:
            work = Working(desk[Library], entry)
            names = work.names
            # what is published has no errors; looking at a case takes a tenth of a second
            problems = work.problems if entry.draft else ()
        except (NoSuchBundle, DamagedBundle):  # one bad case must not hide the others
            damaged, names, problems = True, Names({}, ()), ()
        title, language = names.title(visit.language, entry.id)
        last = entry.versions[-1].at if entry.versions else None
        faults = len(errors(problems))
        rows.append(
            Row(
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


ROUTES = [page("/cases", show, Permission.AUTHOR, name="cases")]
