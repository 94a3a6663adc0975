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
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.call.report.reviewed import judge_of

from .keeping import LOST, WON, keep, published

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


def random_class(services: Services, team: int | None, undos: int = 0) -> None:
    """A dozen people who say the best and the worst alike, 24 times each."""
    open_there = ("best", "worst")
    replies = tuple(
        ReplyFinding("opening", open_there[number % 2], open_there, costs=(0.0, 20.0)) for number in range(24)
    )
    data = Findings(replies=replies, undos=undos).to_json()
    for number in range(12):
        one = services[People].add(f"t{number}", f"T{number}", Role.TRAINEE, team, "en", by=None, now=now())
        services[Attempts].keep_findings(keep(services, one, WON, "worried").id, data)


def test_curve_is_that_of_the_class(client: Browsers, services: Services, person: Named) -> None:
    """Whoever learns in a class of beginners would be measured by others, or by others in each place."""
    lin = person("lin")
    random_class(services, lin.team)
    temperature = services[ClassTemperatures].of(lin.team, now())
    assert temperature > 90
    name = keep(services, lin, LOST, number=1).record.id
    case = services[Library].case(published(services), "en")
    judge = judge_of(case).tempered(temperature)
    opening = percent(judge.chance(judge.shoes.at_start(case.persona_place("hurried"))))
    assert opening != percent(judge_of(case).chance(judge.shoes.at_start(case.persona_place("hurried"))))
    page, report, beside = (
        client("lin").get(f"/attempts/{name}{end}").text
        for end in ("", "/report.md", f"/compare/{keep(services, lin, WON, number=2).record.id}")
    )
    assert f"{opening} % at the opening." in page
    assert f"| opening | | | | {opening} % |" in report
    assert f"{opening}" in beside


def test_the_usual_where_there_is_no_class(services: Services) -> None:
    """The curve of somebody who learns alone would follow their own slips."""
    assert services[ClassTemperatures].of(None, now()) == TEMPERATURE


def test_what_was_taken_back_does_not_count(services: Services, person: Named) -> None:
    """A class would seem to err less than it does, as second thoughts are better."""
    lin = person("lin")
    random_class(services, lin.team, undos=1)
    assert services[ClassTemperatures].of(lin.team, now()) == TEMPERATURE
