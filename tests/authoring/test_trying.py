"""Trying a case out from any scene."""

from collections.abc import Callable

import pytest

from simulator.call.case.case import Stage
from simulator.call.play.play import Play
from simulator.library.library import Library
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services
from tests.app.conftest import Browser

from .writing import edited

CASE = "ticket-rebooking"


@pytest.fixture
def trainer(client: Callable[[str], Browser]) -> Browser:
    """A browser of the trainer."""
    return client("wei")


def begun(browser: Browser, services: Services, **data: str) -> Play:
    """The play that a form begins."""
    answer = browser.post_form(f"/cases/{CASE}/try", dict(data), follow_redirects=False)
    assert answer.status_code == 303, answer.text
    name = answer.headers["location"].rpartition("/")[2]
    kept = services[Attempts].find(name)
    assert kept.preview
    return Play.restore(services[Library].case(kept.bundle or "", "zh"), kept.record.attempt)


def test_from_a_scene(trainer: Browser, services: Services) -> None:
    """The trainer would begin elsewhere, or with somebody else on the line."""
    case = services[Library].case(services[Library].entry(CASE).bundle or "", "zh")
    for scene in (case.opening.id, "told-plain", "anything-else"):
        play = begun(trainer, services, persona="proud", scene=scene)
        assert (play.stage, play.persona) == (Stage.REHEARSAL, "proud")
        assert play.progress.rehearsal is not None
        assert play.progress.rehearsal.scene == scene


def test_from_the_beginning(trainer: Browser, services: Services) -> None:
    """The stages before the call could not be tried."""
    play = begun(trainer, services, persona="anxious", scene="")
    assert (play.stage, play.moves) == (Stage.REPLAY, [])


def test_sent_twice(trainer: Browser, services: Services) -> None:
    """A double click would begin two plays."""
    for _ in range(2):
        begun(trainer, services, persona="anxious", scene="", key="the same")
    assert len(services[Attempts].summaries(case=CASE, previews=True)) == 1


def test_previews_count_nowhere(trainer: Browser, services: Services) -> None:
    """Trying a case out would make it look practised."""
    begun(trainer, services, persona="anxious", scene="")
    assert services[Attempts].summaries(case=CASE) == []
    assert "attempts: 0" in trainer.get(f"/cases/{CASE}").text


def test_draft_is_tried(trainer: Browser, services: Services) -> None:
    """A trainer would try what is published, and not what they have just written."""
    edited(trainer, services, CASE, "case.yaml", lambda text: text + "\n# tried\n")
    draft = services[Library].entry(CASE).draft
    begun(trainer, services, persona="anxious", scene="told-plain")
    assert [one.bundle for one in services[Attempts].summaries(case=CASE, previews=True)] == [draft]


def test_scene_that_no_call_comes_to(trainer: Browser, services: Services) -> None:
    """A scene that cannot be reached would fail the page, and not say so."""
    trainer.post_form("/cases/new", {"id": "late-parcel", "language": "en"})
    lost = "  lost:\n    customer: Hm.\n    moves:\n      wait: {say: Well., kind: explain, to: lost, why: No.}\n"
    edited(
        trainer,
        services,
        "late-parcel",
        "case.yaml",
        lambda text: text.replace("\nendings:\n", lost + "\nendings:\n", 1),
    )
    case = services[Library].case(services[Library].entry("late-parcel").draft or "", "en")
    for persona in case.personas:
        answer = trainer.post_form("/cases/late-parcel/try", {"persona": persona.id, "scene": "lost"})
        assert answer.status_code == 422
        assert "ever comes to" in answer.text


def test_made_up_choices(trainer: Browser) -> None:
    """A form that no page made would fail the server."""
    for data in (
        {},
        {"persona": "nobody"},
        {"persona": "proud", "scene": "nowhere"},
        {"persona": "../x", "scene": "a/b"},
    ):
        assert trainer.post_form(f"/cases/{CASE}/try", data).status_code == 400
