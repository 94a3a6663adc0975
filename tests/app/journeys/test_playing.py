"""A trainee plays a whole case to a win-win, in each language and with each way of working a page."""

import pytest
from playwright.sync_api import expect

from simulator.call.play.outcome import Verdict
from simulator.call.report.wording import VERDICTS
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import result_of

from .conftest import PHONE, OpenWindow
from .hands import Finger, Keys, Mouse
from .serving import Site
from .trainee import Trainee


@pytest.mark.parametrize(
    ("language", "hand", "case"),
    [
        ("en", Mouse, "ticket-rebooking"),
        ("zh", Mouse, "ac-remote"),
        ("en", Keys, "ac-remote"),
        ("zh", Keys, "ticket-rebooking"),
        ("en", Finger, "ticket-rebooking"),
        ("zh", Finger, "ac-remote"),
    ],
)
def test_a_whole_case_to_a_win_win(
    site: Site, window: OpenWindow, language: str, hand: type[Mouse], case: str
) -> None:
    """Somebody could not play a case to its good end with the hands, the device and the language they have."""
    size = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if hand is Finger else {}
    page = window(language, **size).new_page()
    trainee = Trainee(site, page, hand(page), language)
    someone = site.newcomer(language)
    trainee.sign_in(someone.name)
    trainee.begin(site.title(case, language))
    trainee.make(trainee.plan(marks=12 if hand is Mouse else 3))
    trainee.to_debrief()
    outcome = trainee.play.outcome()
    assert outcome is not None
    assert outcome.verdict is Verdict.WIN_WIN
    (kept,) = site.services[Attempts].summaries(person=someone.id)
    assert kept.result == result_of(trainee.play)
    glance = page.get_by_role("region", name=trainee.t("At a glance"))
    expect(glance.locator(".verdict")).to_contain_text(trainee.t(VERDICTS[Verdict.WIN_WIN]))
    expect(glance.locator(".score b")).to_have_text(str(outcome.score))
