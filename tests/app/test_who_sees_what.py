"""The table “Who may see what” of the documentation, cell by cell, on the pages themselves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.exam.storage.exams import Exams
from simulator.people.person import Person
from simulator.web.services import Services, now
from tests.exam.pages.setting.conftest import Room, bank_of, open_exam, today, usable
from tests.practice.classroom import WON
from tests.practice.pages.classes.conftest import School, school
from tests.practice.pages.classes.planted import CASE, plant

from .conftest import Browser

__all__ = ["school"]
DOCS = Path(__file__).resolve().parents[2] / "docs"
ROLES = {"lin": 1, "hua": 2, "wei": 3, "root": 4}
"""Somebody of each role, and the column that is about them. Hua leads the team of Lin; Mo is in another."""
WORDS = {
    "no": set(),
    "own": {"own"},
    "own, once released": {"own"},
    "own teams": {"team"},
    "all": {"team", "other"},
}
OWN_TOO = {"own, own teams": {"own", "team"}, "own, all": {"own", "team", "other"}}
CHINESE = {
    "不能": "no",
    "自己的": "own",
    "自己的，公布以后": "own, once released",
    "自己班组的": "own teams",
    "全部": "all",
    "自己的，自己班组的": "own, own teams",
    "自己的，全部": "own, all",
}


def table(file: str) -> list[list[str]]:
    """The rows of the first table with five columns."""
    lines = (DOCS / file).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if len(row) == 5][2:]


@pytest.fixture
def addresses(
    services: Services, school: School, person: Callable[[str], Person]
) -> list[Callable[[str], dict[str, str]]]:
    """For each row of the table the addresses of one's own thing, of one of the team's, and of another's."""
    attempts = {
        name: plant(services, who, WON)
        for name, who in [*((one, person(one)) for one in ROLES), ("an", school.an), ("mo", school.mo)]
    }
    _, bank = bank_of(services)
    questions = usable(bank, today(services))[:3]
    rooms = {}
    for name, who in (("an", school.an), ("mo", school.mo), ("lin", person("lin"))):
        exam = open_exam(services, [who], questions, title=name)
        rooms[name] = Room(services, exam, bank, who, who)
        rooms[name].sit(who, 2)
        rooms[name].close()
    services[Exams].release(rooms["lin"].exam.id, None, now())
    one, other, lin = (rooms[name].exam.id for name in ("an", "mo", "lin"))

    def both(own: str, else_: str) -> Callable[[str], dict[str, str]]:
        return lambda role: {"team": own, "other": else_}

    return [
        lambda role: {
            "own": f"/attempts/{attempts[role]}",
            "team": f"/attempts/{attempts['an']}",
            "other": f"/attempts/{attempts['mo']}",
        },
        both(f"/classes/{school.airline.id}", f"/classes/{school.parcels.id}/export/attempts.csv"),
        both(f"/targets/{school.airline.id}/2026-11", f"/targets/{school.parcels.id}/2026-11"),
        both(f"/papers/{one}/month", f"/papers/{other}/month"),
        lambda role: (
            ({"own": f"/results/{lin}/report/result.md"} if role == "lin" else {})
            | {
                "team": f"/papers/{one}/report/{school.an.id}/result.md",
                "other": f"/papers/{other}/report/{school.mo.id}/result.md",
            }
        ),
        both("/bank/questions", "/bank"),
        both(f"/cases/{CASE}", f"/cases/{CASE}/problems"),
        both("/people", "/settings"),
        both("/audit", "/audit"),
    ]


@pytest.mark.parametrize("name", ROLES)
def test_everybody_sees_what_the_table_says(
    name: str, client: Callable[[str], Browser], addresses: list[Callable[[str], dict[str, str]]]
) -> None:
    """Somebody would see what the documentation says is closed to them, or look for what is not there."""
    rows = table("accounts.md")
    assert len(rows) == len(addresses)
    browser = client(name)
    for row, of in zip(rows, addresses, strict=True):
        expected = (WORDS | OWN_TOO)[row[ROLES[name]]]
        found = {what for what, address in of(name).items() if browser.get(address).status_code == 200}
        assert found == expected, row[0]


def test_both_languages_say_the_same() -> None:
    """A trainer would read otherwise than an administrator who they may be seen by."""
    english, chinese = table("accounts.md"), table("accounts.zh.md")
    assert [[CHINESE[cell] for cell in row[1:]] for row in chinese] == [row[1:] for row in english]
