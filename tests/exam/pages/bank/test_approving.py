"""Imported questions are asked in no exam before a second person has approved them."""

from collections.abc import Callable

from simulator.administration.leaving import delete_person
from simulator.database.audit import Action, Audit
from simulator.exam.pages.setting.assemblies import Assemblies
from simulator.exam.pages.setting.history import history_of
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.imports import Imports
from simulator.people.person import Role
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from tests.app.conftest import PASSWORD, Browser
from tests.exam.pages.setting.conftest import today

from .test_exchange import GIFT, added, sent


def unfit(services: Services) -> dict[str, str]:
    """What an exam of today would leave out, with why."""
    current = services[Banks].current()
    assert current is not None
    bank, made = services[Banks].bank(current.bundle), Assemblies()
    try:
        found = history_of(services, made.past, "appliance", bank, today(services), now()).unfit
    finally:
        made.close()
    return {name: str(why) for name, why in found.items()}


def test_imported_questions_wait_for_a_second_person(
    trainer: Browser, client: Callable[[str], Browser], services: Services
) -> None:
    """Three hundred questions from somewhere would be asked without anybody having looked at them."""
    added(trainer, sent(trainer, GIFT.encode(), "a.gift", clause="damage/photos"))
    waiting = services[Imports].waiting()
    assert "box" in waiting
    assert unfit(services)["box"] == "Imported, and not approved by a second person yet."
    assert "has to approve before exams ask them" in trainer.get("/bank").text
    page = trainer.get("/bank/approvals").text
    assert "your own: somebody else approves it" in page
    own = trainer.post_form("/bank/approvals", {"question": "box"})
    assert (own.status_code, "box" in services[Imports].waiting()) == (403, True)
    root = client("root")
    assert root.post_form("/bank/approvals").status_code == 422
    root.post_form("/bank/approvals", {"question": list(waiting)})
    assert services[Imports].waiting() == {}
    assert "box" not in unfit(services)
    assert "Nothing waits for approval" in trainer.get("/bank/approvals").text
    (entry,) = services[Audit].entries(action=Action.QUESTIONS_APPROVED)
    assert entry.detail == {"questions": sorted(waiting)}
    assert client("hua").get("/bank/approvals").status_code == 403


def test_who_is_alone_approves_their_own_with_a_reason(
    trainer: Browser, client: Callable[[str], Browser], services: Services
) -> None:
    """At a desk with one administrator, no imported question could ever be asked."""
    root = client("root")
    added(root, sent(root, GIFT.encode(), "a.gift", clause="damage/photos"))
    waiting = list(services[Imports].waiting())
    own = {"question": waiting, "reason": "I am the only one here"}
    assert root.post_form("/bank/approvals", own).status_code == 403
    other = services[People].named("wei")
    assert other is not None
    services[People].set_active(other.id, False, None, now())
    assert "Nobody else at this desk may approve questions" in root.get("/bank/approvals").text
    assert root.post_form("/bank/approvals", {"question": waiting, "reason": " "}).status_code == 422
    assert list(services[Imports].waiting()) == waiting
    root.post_form("/bank/approvals", own)
    assert services[Imports].waiting() == {}
    (entry,) = services[Audit].entries(action=Action.QUESTIONS_APPROVED)
    assert entry.detail == {"questions": sorted(waiting), "reason": "I am the only one here"}


def test_questions_of_somebody_who_left_can_be_approved(services: Services) -> None:
    """What a trainer imported before leaving could never be asked."""
    new = services[People].add("tr", "Tr", Role.TRAINER, by=None, now=now())
    services[Passwords].set(new.id, PASSWORD, None, now())
    services[Imports].add(["a", "b"], new.id, now())
    delete_person(services[People], new.id, None, now())
    root = services[People].named("root")
    assert root is not None
    services[Imports].approve(["a", "no-such"], root.id, now())
    assert list(services[Imports].waiting()) == ["b"]
    services[Imports].add(["a"], root.id, now())  # imported once more, it waits again
    assert set(services[Imports].waiting()) == {"a", "b"}
