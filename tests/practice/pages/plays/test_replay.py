"""The replay in the browser: line by line, marks one tap each, and nothing told before its time."""

from collections.abc import Callable

import pytest

from simulator import Case
from simulator.call.case.case import Detail
from simulator.call.play.replay import ReplayProgress
from simulator.practice.pages.plays.replay import replay_change, replay_part
from simulator.practice.storage.attempts import Attempts
from simulator.resources import scenarios
from simulator.text.language import translator
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.call.report.plays import LISTENED
from tests.conftest import SMALL_CASE

from .forms import Page
from .trainee import Trainee
from .withheld import check_nothing_told

t = translator("en")


@pytest.fixture
def trainee(client: Callable[[str], Browser], services: Services) -> Trainee:
    """Somebody at the beginning of the small case."""
    return Trainee(client("lin"), services, SMALL_CASE)


def test_only_lines_heard_are_there(small_case: Case) -> None:
    """A line would be in the page before it was heard."""
    part = replay_part(small_case, ReplayProgress(2), t)
    assert [line.words for line in part.lines] == [line.words for line in small_case.lines[:2]]
    assert (part.count, part.over) == (7, False)
    assert replay_part(small_case, ReplayProgress(7), t).over


def test_a_line_as_it_is_shown(small_case: Case) -> None:
    """Who speaks, how and when, or how long the recording is on a line, would be lost."""
    line = replay_part(small_case, ReplayProgress(2, frozenset({(2, Detail.KEY)})), t).lines[1]
    assert (line.number, line.role, line.speaker, line.at) == (2, "customer", "Customer", "0:04")
    assert (line.seconds, line.until, line.audio) == (4, None, None)
    assert line.cue == 'faster, louder on "twice"'
    assert [toggle.detail for toggle in line.toggles if toggle.marked] == ["key"]
    assert "".join(toggle.letter for toggle in line.toggles) == "rhsaek"


def test_a_change_is_what_is_new(small_case: Case) -> None:
    """An answer would grow with the call, or leave out what the move has changed."""
    marks = frozenset({(1, Detail.KEY)})
    heard = replay_change(small_case, ReplayProgress(2, marks), ReplayProgress(3, marks), t)
    assert [line.number for line in heard.lines] == [3]
    assert (heard.remarked, heard.over) == (None, False)
    rest = replay_change(small_case, ReplayProgress(2), ReplayProgress(7), t)
    assert ([line.number for line in rest.lines], rest.over) == ([3, 4, 5, 6, 7], True)
    marked = replay_change(small_case, ReplayProgress(2), ReplayProgress(2, marks), t)
    assert marked.lines == ()
    assert marked.remarked == replay_part(small_case, ReplayProgress(2, marks), t).lines[0]
    unmarked = replay_change(small_case, ReplayProgress(2, marks), ReplayProgress(2), t)
    assert unmarked.remarked == replay_part(small_case, ReplayProgress(2), t).lines[0]


def test_the_replay_by_forms_alone(trainee: Trainee) -> None:
    """Without script the replay could not be played, or would come out otherwise."""
    for move in LISTENED:
        trainee.move(move)
    assert trainee.services[Attempts].find(trainee.name).record.attempt.moves == tuple(LISTENED)
    assert trainee.play.state.startswith("analysis.")


def test_every_move_is_offered(trainee: Trainee) -> None:
    """A move that the rules take would have no button."""
    for move in ("hear", "mark 1 key", "hear", "hear all"):
        page = Page(trainee.page())
        offered = {value for form in page.forms for name, value in form.offers if name == "move"}
        assert offered == set(trainee.play.legal_moves())
        trainee.move(move)


def test_a_mark_is_told_in_words(trainee: Trainee) -> None:
    """Whether something is marked would be told by a colour alone."""
    trainee.move("hear")
    marked = trainee.move("mark 1 heated")
    assert 'value="unmark 1 heated" data-letter="h" aria-pressed="true"' in marked
    assert 'value="mark 1 key" data-letter="k" aria-pressed="false"' in marked


def test_parts_stay_small(trainee: Trainee) -> None:
    """What a move sends would grow with the call."""
    first = len(trainee.send("hear").text)
    for _ in range(4):
        trainee.send("hear")
    assert len(trainee.send("hear").text) < 1.5 * first
    assert len(trainee.send("mark 3 key").text) < first


def test_next_waits_for_the_end(trainee: Trainee) -> None:
    """The call could be skipped."""
    trainee.send("hear")
    answer = trainee.post([("move", "next")])
    assert answer.status_code == 422
    assert "Hear the call to its end first" in answer.text
    assert trainee.send("hear").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["ac-remote", "ticket-rebooking"])
def test_nothing_is_told_before_its_time(
    client: Callable[[str], Browser], services: Services, name: str, language: str
) -> None:
    """The page or a part of it would hold lines not heard, reasons of details, or questions to come."""
    trainee = Trainee(client("lin"), services, scenarios() / name, language=language)
    for move in [
        "hear",
        "hear",
        "mark 2 repeated",
        "mark 1 key",
        *["hear"] * 6,
        "mark 4 avoided",
        "hear all",
    ]:
        check_nothing_told(trainee, trainee.send(move).text)
        check_nothing_told(trainee, trainee.page())


def test_what_was_said_is_only_text(client: Callable[[str], Browser], services: Services) -> None:
    """Script in a line, a cue or a title would run in the trainee's browser."""
    evil = '<script>alert("1")</script><img src=x onerror=alert(1)>'
    text = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
    for old in ("Good morning, parcel desk.", 'faster, louder on "twice"'):
        text = text.replace(old, f"'{evil}'", 1)
    trainee = Trainee(client("lin"), services, SMALL_CASE, files={"case.yaml": text.encode()})
    assert trainee.case.lines[0].words == evil
    for sent in (trainee.send("hear all").text, trainee.page()):
        assert "&lt;script&gt;" in sent
        assert "<script>alert" not in sent
        assert "<img" not in sent
