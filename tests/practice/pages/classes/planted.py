"""A class with attempts of which it is known what they come to, and its pages as tables."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

from simulator import Play, Stage
from simulator.library.bundles import read_folder
from simulator.library.library import Library
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import MoveEntry, Record, result_of
from simulator.web.services import Services, now
from tests.conftest import SMALL_CASE

CASE = SMALL_CASE.name


def publish_small_case(services: Services) -> str:
    """Publish the small case at the desk; gives its bundle."""
    moment = now()
    services[Library].save_draft(CASE, read_folder(SMALL_CASE), 0, None, moment)
    return services[Library].publish(CASE, None, moment).bundle


def add_trainee(services: Services, name: str, team: int | None, shown: str | None = None) -> Person:
    """Somebody who practises."""
    return services[People].add(
        name, shown or name.title(), Role.TRAINEE, team, "en", by=None, now=now() - timedelta(days=40)
    )


def plant(
    services: Services,
    person: Person,
    moves: Sequence[str],
    *,
    ago: timedelta = timedelta(0),
    persona: str = "worried",
    stage: str | None = "rehearsal",
    case: str = CASE,
) -> str:
    """Let somebody make these moves, so long ago, one a second; gives the attempt's name."""
    bundle = services[Library].entry(case).bundle
    assert bundle is not None
    return plant_at(services, person, moves, now() - ago, persona, stage, bundle)


def plant_at(
    services: Services,
    person: Person,
    moves: Sequence[str],
    at: datetime,
    persona: str,
    stage: str | None,
    bundle: str,
) -> str:
    """The same at a moment, and in the files of a bundle."""
    case = services[Library].case(bundle, "en")
    play = Play.start(case, persona, None if stage is None else Stage(stage))
    name = f"{person.name}-{at:%Y%m%d%H%M%S%f}"
    record = Record(name, play.attempt(at.isoformat(timespec="milliseconds")), None, "en")
    kept = services[Attempts].begin(record, person.id, bundle)
    for number, move in enumerate(moves):
        play.push(move, float(number))
        moment = at + timedelta(seconds=number)
        services[Attempts].append(
            kept.id, number, MoveEntry(move, float(number)), result_of(play), now=moment
        ).result()
    return name


def other_version(services: Services, folder: Path, old: str, new: str) -> str:
    """Publish the small case with something said otherwise; gives its bundle."""
    copy = folder / CASE
    shutil.copytree(SMALL_CASE, copy)
    file = copy / "case.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    entry = services[Library].entry(CASE)
    services[Library].save_draft(CASE, read_folder(copy), entry.revision, None, now())
    return services[Library].publish(CASE, None, now()).bundle


class _Tables(HTMLParser):
    """The tables of a page by the id of their caption: rows of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] | None = None
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        given = dict(attrs)
        if tag == "caption" and given.get("id"):
            self._rows = self.tables.setdefault(str(given["id"]), [])
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            self._cell = []
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in ("td", "th") and self._rows and self._cell is not None:
            self._rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
        elif tag == "table":
            self._rows = None

    def handle_data(self, data: str) -> None:
        """Take the words of a cell."""
        if self._cell is not None:
            self._cell.append(data)


def rows(page: str, caption: str) -> list[list[str]]:
    """The rows of the table with this caption's id, without its heads; fails where there is no such table."""
    tables = _Tables()
    tables.feed(page)
    return [row for row in tables.tables[caption][1:] if row]
