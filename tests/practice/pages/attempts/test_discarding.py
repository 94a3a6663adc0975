"""Discarding an attempt that was left unfinished: by its owner, and nothing that counts."""

from collections.abc import Callable

from sqlalchemy import update

from simulator.database import tables
from simulator.people.person import Person
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services
from tests.app.conftest import Browser

from .keeping import LOST, WON, keep

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


def test_the_owner_discards_what_is_unfinished(client: Browsers, services: Services, person: Named) -> None:
    """An attempt that was begun by mistake would stay on the home page for ever."""
    begun = keep(services, person("lin"), LOST[:2]).record.id
    browser = client("lin")
    for page in ("/", "/attempts"):
        assert f'href="/attempts/{begun}/discard"' in browser.get(page).text
    asked = browser.get(f"/attempts/{begun}/discard").text
    assert "Discard this attempt?" in asked
    assert begun in browser.get("/attempts").text, "asking would discard it"
    after = browser.post_form(f"/attempts/{begun}/discard", {})
    assert "The unfinished attempt is discarded." in after.text
    assert services[Attempts].summaries(person=person("lin").id) == []
    assert browser.get(f"/plays/{begun}").status_code == 404


def test_what_counts_stays(client: Browsers, services: Services, person: Named) -> None:
    """Somebody would take a lost call out of the figures, or another one's attempt."""
    lost = keep(services, person("lin"), WON, "worried", number=1).record.id
    others = keep(services, person("bo"), LOST[:2], number=2).record.id
    browser = client("lin")
    for name in (lost, others):
        assert browser.get(f"/attempts/{name}/discard").status_code == 404
        assert browser.post_form(f"/attempts/{name}/discard", {}).status_code == 404
    assert f'href="/attempts/{lost}/discard"' not in browser.get("/attempts").text
    assert len(services[Attempts].summaries()) == 2


def test_an_attempt_whose_case_is_lost_can_be_discarded(
    client: Browsers, services: Services, person: Named
) -> None:
    """What can be neither gone on with nor read would also not go away."""
    begun = keep(services, person("lin"), LOST[:2]).record.id
    services.database.write(
        lambda connection: connection.execute(update(tables.attempts).values(bundle=None))
    )
    browser = client("lin")
    assert browser.get(f"/attempts/{begun}/discard").status_code == 200
    browser.post_form(f"/attempts/{begun}/discard", {})
    assert services[Attempts].summaries() == []
