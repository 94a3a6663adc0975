"""How much a class errs, found from its attempts, and the curve of a debrief that follows it."""

from collections.abc import Callable

from simulator.call.report.review import percent
from simulator.call.solver.typical import TEMPERATURE
from simulator.library.library import Library
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.practice.findings import Findings, ReplyFinding
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.temperatures import ClassTemperatures
from simulator.web.desk import Desk, now
from tests.app.conftest import Browser
from tests.call.report.reviewed import judge_of

from .keeping import LOST, WON, keep, published

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


def random_class(desk: Desk, team: int | None, undos: int = 0) -> None:
    """A dozen people who say the best and the worst alike, 24 times each."""
    open_there = ("best", "worst")
    replies = tuple(
        ReplyFinding("opening", open_there[number % 2], open_there, costs=(0.0, 20.0)) for number in range(24)
    )
    data = Findings(replies=replies, undos=undos).to_json()
    for number in range(12):
        one = desk[People].add(f"t{number}", f"T{number}", Role.TRAINEE, team, "en", by=None, now=now())
        desk[Attempts].keep_findings(keep(desk, one, WON, "worried").id, data)


def test_curve_is_that_of_the_class(client: Browsers, desk: Desk, person: Named) -> None:
    """Whoever learns in a class of beginners would be measured by others, or by others in each place."""
    lin = person("lin")
    random_class(desk, lin.team)
    temperature = desk[ClassTemperatures].of(lin.team, now())
    assert temperature > 90
    name = keep(desk, lin, LOST, number=1).record.id
    case = desk[Library].case(published(desk), "en")
    judge = judge_of(case).tempered(temperature)
    opening = percent(judge.chance(judge.shoes.at_start(case.persona_place("hurried"))))
    assert opening != percent(judge_of(case).chance(judge.shoes.at_start(case.persona_place("hurried"))))
    page, report, beside = (
        client("lin").get(f"/attempts/{name}{end}").text
        for end in ("", "/report.md", f"/compare/{keep(desk, lin, WON, number=2).record.id}")
    )
    assert f"{opening} % at the opening." in page
    assert f"| opening | | | | {opening} % |" in report
    assert f"{opening}" in beside


def test_the_usual_where_there_is_no_class(desk: Desk) -> None:
    """The curve of somebody who learns alone would follow their own slips."""
    assert desk[ClassTemperatures].of(None, now()) == TEMPERATURE


def test_what_was_taken_back_does_not_count(desk: Desk, person: Named) -> None:
    """A class would seem to err less than it does, as second thoughts are better."""
    lin = person("lin")
    random_class(desk, lin.team, undos=1)
    assert desk[ClassTemperatures].of(lin.team, now()) == TEMPERATURE
