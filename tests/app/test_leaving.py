"""Somebody leaves: every figure stays as it was, and nothing says any more who it was."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from simulator.administration.leaving import delete_person
from simulator.database import tables
from simulator.exam.paper.exam import Exam
from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import results_of
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Person
from simulator.people.storage.people import People
from simulator.practice.storage.comments import Comments
from simulator.practice.storage.targets import Targets
from simulator.web.services import Services, now
from tests.exam.pages.setting.conftest import Room, bank_of, open_exam, right_answer, today, usable
from tests.practice.pages.classes.conftest import School, played, school
from tests.practice.pages.classes.planted import CASE, rows

from .conftest import Browser

__all__ = ["played", "school"]
SECRET = "Ring Lin Xiaoyu"
MONTH = "{:%Y-%m}"


@pytest.fixture
def sat(services: Services, played: School) -> Room:
    """A released exam that Lin, An and Bo have sat, with typed answers; Mo was absent."""
    _, bank = bank_of(services)
    day = today(services)
    known = usable(bank, day)
    typed = [one for one in known if one.kind in ("short-text", "number")][:4]
    chosen = [one for one in known if one.kind in ("single", "multiple", "true-false")][:4]
    exam = open_exam(services, [played.lin, played.an, played.bo, played.mo], [*typed, *chosen])
    room = Room(services, exam, bank, played.lin, played.bo)
    for person, right in ((played.lin, 5), (played.an, 2), (played.bo, 7)):
        room.begin(person)
        for place, question in enumerate(room.questions):
            answer = right_answer(bank, question, day) if place < right else None
            if person == played.lin and place == 0:
                answer = f"  {answer}。"  # right, as nobody else writes it
            if person == played.lin and place == 3:
                room.add(person, Act.ANSWER, place=place, answer=SECRET)
                answer = f"{SECRET} again"
            room.add(person, Act.ANSWER, place=place, answer=answer)
        room.add(person, Act.HAND_IN)
    services[Exams].add_extra(exam.id, played.mo.id, 5, "Mo is late", None, now())
    room.close()
    services[Exams].release(exam.id, None, now())
    return room


def figures(services: Services, browser: Browser, exam: Exam, school: School) -> dict[str, Any]:
    """What the pages and files of classes, targets and exams say, without the names of people."""
    gone = "|".join(f"{one.shown}|{one.name}" for one in (school.lin, school.an, school.mo, school.bo))
    names = re.compile(rf"\b({gone}|a deleted account)\b")

    def unnamed(text: str) -> str:
        return names.sub("N", re.sub(SECRET + r"( again)?|…", "S", text))

    def text_of(address: str) -> str:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        return unnamed(answer.text)

    found: dict[str, Any] = {}
    for team in (school.airline, school.parcels):
        page = text_of(f"/classes/{team.id}?case={CASE}")
        for caption in ("scenes", "wrong", "missed", "kinds", "means", "endings", "critical", "attempts"):
            with_caption = f'id="{caption}-caption"' in page
            found[f"{team.name} {caption}"] = rows(page, f"{caption}-caption") if with_caption else None
        found[f"{team.name} tiles"] = re.findall(r'class="value"[^>]*>([^<]*)<', page)
        file = browser.get(f"/classes/{team.id}/export/attempts.csv").content.decode("utf-8-sig")
        exported = list(csv.reader(io.StringIO(file)))
        name, shown, attempt = (exported[0].index(head) for head in ("Sign-in name", "Trainee", "Attempt"))
        found[f"{team.name} file"] = [
            [cell for place, cell in enumerate(row) if place not in (name, shown, attempt)]
            for row in exported[1:]
        ]
        target = text_of(f"/targets/{team.id}/{MONTH.format(now())}")
        found[f"{team.name} target"] = re.findall(r'class="value"[^>]*>([^<]*)<', target)
    results = results_of(services, exam, now())
    found["results"] = [
        (one.form, one.marks, one.most, one.share, one.passed, one.near, one.absent, one.cut)
        for one in results.examinees
    ]
    found["table"] = results.marks_table().scores.tolist()
    # of written answers what was right is counted alike, though some are written otherwise now
    found["items"] = re.sub(
        r"^\| (✓|✗|–) .*\n", "", text_of(f"/papers/{exam.id}/report/items.md"), flags=re.M
    )
    month = text_of(f"/papers/{exam.id}/report/month.md")
    found["month"] = re.sub(r"## Who could help whom.*?(?=\n## |\Z)", "", month, flags=re.S)
    return found


@pytest.mark.parametrize("who", ["lin", "an", "bo", "mo"])
def test_no_figure_changes_when_somebody_leaves(
    who: str, services: Services, sat: Room, played: School, client: Callable[[str], Browser]
) -> None:
    """A class's calls and an exam's mean would change because an account was deleted."""
    leaver: Person = getattr(played, who)
    browser = client("root")
    month = MONTH.format(now())
    for team in (played.airline, played.parcels):
        services[Targets].set_total(team.id, month, 20, None, now())
    before = figures(services, browser, sat.exam, played)
    delete_person(services[People], leaver.id, None, now())
    after = figures(services, browser, sat.exam, played)
    for what, figure in before.items():
        assert after[what] == figure, what


def test_nothing_says_who_it_was(services: Services, sat: Room, played: School) -> None:
    """Somebody who has the right to be forgotten could be found by name, or by what they typed."""
    services[Comments].add(1, 1, played.an.id, "Well done, Lin Xiaoyu", now())
    numbers = {played.lin.id}
    delete_person(services[People], played.lin.id, None, now())
    with services.database.read() as connection:
        everything = {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in tables.metadata.sorted_tables
            if table.name not in ("bundles", "bank_versions")
        }
        owners = {
            (table.name, column.name): set(connection.scalars(select(column)))
            for table in tables.metadata.sorted_tables
            for column in table.columns
            if any(key.column is tables.people.c.id for key in column.foreign_keys)
        }
    assert [
        name for name, found in everything.items() if re.search(r"\blin\b|xiaoyu", str(found), re.I)
    ] == []
    assert [place for place, found in owners.items() if found & numbers] == []


def test_typed_answers_keep_what_they_are_worth(services: Services, sat: Room, played: School) -> None:
    """What somebody typed would stay as they wrote it, though only the mark is needed."""
    delete_person(services[People], played.lin.id, None, now())
    examinee = services[Exams].examinees(sat.exam.id)[0]
    result = results_of(services, sat.exam, now()).of(examinee.person)
    assert result is not None
    first, second, _, fourth = (item.given for item in result.items[:4])
    given = [str(right_answer(sat.bank, question, sat.exam.day)) for question in sat.questions]
    assert (first, second, fourth) == (given[0], given[1], "…")
    assert [item.credit for item in result.items] == [1, 1, 1, 0, 1, 0, 0, 0]
    (before, after) = [
        entry.data["answer"]
        for entry in services[Sittings].of_exam(sat.exam.id)[examinee.person][1]
        if entry.data.get("place") == 3
    ]
    assert (before, after) == ("…", "…")


def test_nobody_waits_for_somebody_who_has_left(services: Services, played: School) -> None:
    """An exam could not be released before its window ends, since a deleted account could still begin."""
    _, bank = bank_of(services)
    exam = open_exam(services, [played.lin, played.bo], usable(bank, today(services))[:3])
    Room(services, exam, bank, played.lin, played.bo).sit(played.bo, 2)
    delete_person(services[People], played.lin.id, None, now())
    assert [one.person for one in services[Exams].examinees(exam.id)] == [played.bo.id]
    services[Exams].release(exam.id, None, now() + timedelta(minutes=1))


def test_page_says_what_becomes_of_exams_and_classes(
    sat: Room, played: School, client: Callable[[str], Browser]
) -> None:
    """An administrator would delete an account without knowing what it does to a released exam."""
    page = client("root").get(f"/people/{played.lin.id}/delete").text
    assert "No figure of a class changes. Attempts that stay as those of “a deleted account”: 2." in page
    assert "Exams that stay with marks, and pass or fail, without the name: 1." in page
