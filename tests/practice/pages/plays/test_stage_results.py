"""What was found in the recording, and what came of the analysis, shown as soon as the stage is left."""

from collections.abc import Callable
from html import unescape

from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.call.report.plays import ANALYSED, LISTENED
from tests.conftest import SMALL_CASE
from tests.practice.pages.attempts.test_debrief import parsed

from .trainee import Trainee

Client = Callable[[str], Browser]


def results(trainee: Trainee, stage: str) -> str:
    """The page with the results of a stage."""
    answer = trainee.browser.get(f"{trainee.address}/results/{stage}", follow_redirects=False)
    assert answer.status_code == 200, answer.text
    page = parsed(answer.text)
    assert page.faults == []
    assert page.values("style") == []
    return unescape(answer.text)


def test_the_replay_tells_in_its_lines_what_was_found(client: Client, services: Services) -> None:
    """A trainee would learn what they missed only after the whole call, when the recording is forgotten."""
    trainee = Trainee(client("lin"), services, SMALL_CASE)
    for move in LISTENED[:-1]:
        trainee.move(move)
    early = trainee.browser.get(f"{trainee.address}/results/replay", follow_redirects=False)
    assert (early.status_code, early.headers["location"]) == (303, trainee.address)
    assert trainee.move("next") == ""  # to the results, which say where to go on
    page = results(trainee, "replay")
    assert all(
        f"{state}" in page for state in ("repeated, found", "de-escalated, missed", "avoided, mistaken")
    )
    for line in trainee.case.lines:
        assert line.words in page
        assert all(why in page for why in line.details.values())
    assert page.count(f'href="{trainee.address}">Go on: Analysis</a>') == 2


def test_the_analysis_tells_whether_the_first_guess_was_right(client: Client, services: Services) -> None:
    """A trainee would go into the call with a wrong idea of the recorded one."""
    trainee = Trainee(client("lin"), services, SMALL_CASE)
    for move in (*LISTENED, *ANALYSED[:-1]):
        trainee.move(move)
    assert trainee.browser.get(f"{trainee.address}/results/analysis").url.path == trainee.address
    trainee.move(ANALYSED[-1])
    page = results(trainee, "analysis")
    analysis = trainee.case.analysis
    assert analysis is not None
    assert "What the customer really expected" in page
    assert analysis.expectations[analysis.recorded] in page
    assert all(step.why in page for step in analysis.steps.values() if step.why)
    assert "Go on: Rehearsal" in page
    # of the call that comes nothing is told
    for persona in trainee.case.personas:
        assert persona.who not in page
        assert persona.gives_away not in page


def test_results_are_for_who_plays(client: Client, services: Services) -> None:
    """Somebody else could read what a trainee found, or a made-up stage would be a fault."""
    trainee = Trainee(client("lin"), services, SMALL_CASE)
    for move in LISTENED:
        trainee.move(move)
    stranger = client("bo")
    assert stranger.get(f"{trainee.address}/results/replay").status_code == 404
    for stage in ("rehearsal", "debrief", "x"):
        assert trainee.browser.get(f"{trainee.address}/results/{stage}").status_code == 404
