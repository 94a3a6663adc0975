"""The page of a finished attempt: complete, well-formed, harmless, and there for ever."""

import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise

import pytest
import yaml

from simulator.call.case.schema import translatable_texts
from simulator.database.unavailable import DatabaseUnavailable
from simulator.library.judges import StillWorking
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.findings import Findings
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import MoveEntry, Record
from simulator.source.reading import read_file
from simulator.text.message import Message
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.conftest import SMALL_CASE
from tests.render.pages import Page

from .keeping import CASE, LISTENED, LOST, WHOLE, WON, keep, published

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]
LANGUAGE = pytest.mark.parametrize("language", ["en", "zh"])


def parsed(html: str) -> Page:
    """The page, without what a strict parser need not know."""
    return Page(html.replace("<!DOCTYPE html>", ""))


@LANGUAGE
@pytest.mark.parametrize("who", ["lin", "wei"])
def test_page_is_well_formed(
    client: Browsers, services: Services, person: Named, language: str, who: str
) -> None:
    """A browser or a screen reader would have to guess what is meant, or refuse a part."""
    name = keep(services, person("lin"), WHOLE, "worried", None).record.id
    browser = client(who)
    browser.post_form("/language", {"language": language, "next": "/"}, follow_redirects=False)
    answer = browser.get(f"/attempts/{name}")
    assert answer.status_code == 200
    page = parsed(answer.text)
    assert page.faults == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    for reference in ("aria-labelledby", "aria-describedby", "for"):
        assert {one for value in page.values(reference) for one in value.split()} - set(ids) == set()
    levels = [int(tag.name[1]) for tag in page.named("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(following <= level + 1 for level, following in pairwise(levels))
    assert page.values("style") == []
    assert page.named("style") == []
    assert all("src" in tag.attributes for tag in page.named("script"))


def test_watchers_are_not_told_you(client: Browsers, services: Services, person: Named) -> None:
    """A trainer would read that they had said it all themselves, or a trainee of somebody else."""
    name = keep(services, person("lin"), LOST, "worried").record.id
    shown = {who: unescape(client(who).get(f"/attempts/{name}").text) for who in ("lin", "wei")}
    told = {
        who: ("You, reply 1" in page, "Lin Xiaoyu, reply 1" in page, "“you” is Lin Xiaoyu" in page)
        for who, page in shown.items()
    }
    assert told == {"lin": (True, False, False), "wei": (False, True, True)}


def test_curve_leads_to_the_replies(client: Browsers, services: Services, person: Named) -> None:
    """A point of the curve would lead nowhere, or to another reply."""
    name = keep(services, person("lin")).record.id
    html = client("lin").get(f"/attempts/{name}").text
    page = parsed(html)
    points = [tag for tag in page.named("a") if (tag.attributes.get("class") or "").startswith("dot")]
    assert [tag.attributes["href"] for tag in points] == 2 * [f"#reply-{n}" for n in range(1, len(LOST) + 1)]
    panels = [int(number) for number in re.findall(r'<li id="reply-(\d+)"', html)]
    assert panels == list(range(1, len(LOST) + 1))
    for number in panels:
        assert f'name="reply" value="{number}"' in html[html.index(f'<li id="reply-{number}"') :]
    # the same in a table, for whoever does not see the curve
    assert [f'<a href="#reply-{n}">{n}</a>' in html for n in range(1, len(LOST) + 1)] == [True] * len(LOST)


def test_parts_of_a_whole_play(client: Browsers, services: Services, person: Named) -> None:
    """A stage would be missing in the debrief, or there without having been played."""
    browser = client("lin")
    heads = {
        "call": "The call as it went",
        "review": "The chance of a win-win",
        "recording": "The recorded call",
        "course": "Finding the expectation",
    }
    played = {
        keep(services, person("lin"), WHOLE, "worried", None).record.id: set(heads),
        keep(services, person("lin"), number=1).record.id: {"call", "review"},
        keep(services, person("lin"), LISTENED, "worried", "replay", number=2).record.id: {"recording"},
    }
    for name, parts in played.items():
        page = parsed(browser.get(f"/attempts/{name}").text)
        assert {part for part, head in heads.items() if head in page.texts} == parts


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"


@LANGUAGE
def test_hostile_texts_are_texts(client: Browsers, services: Services, person: Named, language: str) -> None:
    """A case could run a script in the browser of whoever looks at a debrief, a comparison or a mistake."""
    data = read_file(SMALL_CASE / "case.yaml").data
    for location, _ in list(translatable_texts(data)):
        *way, last = location
        part = data
        for step in way:
            part = part[step]
        part[last] = HOSTILE
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    bundle = services[Library].keep({"case.yaml": text.encode()}, now())
    kept = keep(services, person("lin"), WHOLE[:-3] + LOST, "hurried", None, bundle=bundle)
    services[Attempts].give_up(kept.id, now())
    name = kept.record.id
    browser = client("lin")
    browser.post_form("/language", {"language": language, "next": "/"}, follow_redirects=False)
    first = browser.get(f"/attempts/{name}/retry", follow_redirects=False).headers["location"]
    for path in (
        "/attempts",
        f"/attempts/{name}",
        f"/attempts/{name}/compare/best",
        f"{first}?show=yes&hints=2",
    ):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert "alert(1)" in answer.text
        page = parsed(answer.text)
        assert page.faults == []
        assert page.named("img") == []
        assert [tag for tag in page.named("script") if "src" not in tag.attributes] == []
        assert "{{ 7*7 }}" in answer.text


def test_review_that_takes_longer(
    client: Browsers, services: Services, person: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks while a large case is worked out would wait before an empty page, or never see a review."""
    kept = keep(services, person("lin"))
    name = kept.record.id
    browser = client("lin")
    services[Attempts].give_up(kept.id, now())
    judges = browser.app.state.judges
    works = judges.of

    def slow(*_: object) -> None:
        raise StillWorking

    monkeypatch.setattr(judges, "of", slow)
    page = browser.get(f"/attempts/{name}")
    assert page.status_code == 200
    assert "The call as it went" in page.text
    assert f'hx-get="/attempts/{name}/review"' in page.text
    assert parsed(page.text).faults == []
    part = browser.get(f"/attempts/{name}/review", headers={"HX-Request": "true"})
    assert f'hx-get="/attempts/{name}/review"' in part.text
    assert "<html" not in part.text
    for path in ("retry", "retry/4", "compare/best"):
        waiting = browser.get(f"/attempts/{name}/{path}")
        assert f'hx-get="/attempts/{name}/{path}"' in waiting.text
    assert browser.get(f"/attempts/{name}/report.html").status_code == 503
    assert services[Attempts].findings([kept.id]) == {}

    monkeypatch.setattr(judges, "of", works)
    part = browser.get(f"/attempts/{name}/review", headers={"HX-Request": "true"})
    assert 'id="review-part"' in part.text
    assert "hx-get" not in part.text
    assert "accuracy of your replies" in part.text
    assert parsed(part.text).faults == []
    plain = browser.get(f"/attempts/{name}/review", follow_redirects=False)
    assert (plain.status_code, plain.headers["location"]) == (303, f"/attempts/{name}#review")


def test_too_large_a_case(
    client: Browsers, services: Services, person: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The debrief of a case that cannot be worked out would fail, or say nothing about the grades."""
    kept = keep(services, person("lin"))
    services[Attempts].give_up(kept.id, now())
    name = kept.record.id
    browser = client("lin")
    monkeypatch.setattr(browser.app.state.judges, "_budget", 3)
    words = "This case has more positions than could be worked out"
    for path, status in (("", 200), ("/retry", 422), ("/compare/best", 422), ("/report.md", 200)):
        answer = browser.get(f"/attempts/{name}{path}")
        assert (answer.status_code, words in answer.text) == (status, True), path


def test_findings_are_kept_once(client: Browsers, services: Services, person: Named) -> None:
    """A class view would have no figures, or the desk would write with every look at a debrief."""
    kept = keep(services, person("lin"), LOST[:-1])
    number = kept.version
    for move in (LOST[-2], None, LOST[-1]):
        result = keep(services, person("bo")).record.result if move == LOST[-1] else None
        services[Attempts].append(kept.id, number, MoveEntry(move), result, now=now()).result()
        number += 1
    browser = client("lin")
    for _ in range(2):
        assert browser.get(f"/attempts/{kept.record.id}").status_code == 200
    found = Findings.from_json(services[Attempts].findings([kept.id])[kept.id])
    assert found is not None
    assert [reply.move for reply in found.replies] == LOST
    assert (found.reviewed, found.undos, found.persona) == (True, 1, "hurried")
    changed = found.to_json() | {"undos": 7}
    services[Attempts].keep_findings(kept.id, changed)
    browser.get(f"/attempts/{kept.record.id}")
    assert services[Attempts].findings([kept.id])[kept.id]["undos"] == 7


def test_debrief_on_a_full_disk(
    client: Browsers, services: Services, person: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody could read a debrief while the statistics of it cannot be written."""
    kept = keep(services, person("lin"))
    browser = client("lin")

    def full(self: Attempts, *_: object) -> None:
        raise DatabaseUnavailable(Message("The disk is full."))

    with monkeypatch.context() as patched:
        patched.setattr(Attempts, "keep_findings", full)
        assert browser.get(f"/attempts/{kept.record.id}").status_code == 200
    assert services[Attempts].findings([kept.id]) == {}
    browser.get(f"/attempts/{kept.record.id}")
    assert list(services[Attempts].findings([kept.id])) == [kept.id]


def test_trials_leave_no_findings(client: Browsers, services: Services, person: Named) -> None:
    """What was only tried would count in the figures of the class."""
    kept = keep(services, person("lin"), preview=True)
    assert "which counts nowhere" in client("lin").get(f"/attempts/{kept.record.id}").text
    assert services[Attempts].findings([kept.id]) == {}


@pytest.mark.parametrize(("file", "kind"), [("report.html", "text/html"), ("report.md", "text/markdown")])
def test_reports_to_keep(client: Browsers, services: Services, person: Named, file: str, kind: str) -> None:
    """The report would be shown under the desk's name and policy, or be without its review."""
    name = keep(services, person("lin")).record.id
    answer = client("lin").get(f"/attempts/{name}/{file}")
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{CASE}.{file[7:]}"'
    assert (
        "The chance of a win-win" if kind == "text/html" else "The review: which replies mattered"
    ) in answer.text
    assert "2026-11-20 17:30" in answer.text  # at the desk, which is in Shanghai
    assert "Lin Xiaoyu" not in answer.text


def test_withdrawn_and_changed_cases_stay_readable(
    client: Browsers, services: Services, person: Named
) -> None:
    """An attempt of last year could not be opened any more once its case was changed or withdrawn."""
    name = keep(services, person("lin")).record.id
    before = client("lin").get(f"/attempts/{name}").text
    assert "The whole case again" in before
    files = services[Library].files(published(services))
    text = files["case.yaml"].decode().replace("read-status", "read-it-out")
    entry = services[Library].save_draft(
        CASE, {"case.yaml": text.encode()}, services[Library].entry(CASE).revision, None, now()
    )
    assert entry.draft is not None
    services[Library].withdraw(CASE, None, now())
    after = client("lin").get(f"/attempts/{name}")
    assert after.status_code == 200
    assert "The whole case again" not in after.text
    assert "The case has changed since" not in after.text


@pytest.mark.parametrize(
    ("moves", "stage", "ways"),
    [
        (WHOLE, None, ["Next caller", "The whole case again"]),
        (WON, "rehearsal", ["Next caller", "The whole case again"]),
        (LISTENED, "replay", ["Listen again", "The whole case again"]),
    ],
)
def test_ways_to_practise_it_again(
    client: Browsers, services: Services, person: Named, moves: list[str], stage: str | None, ways: list[str]
) -> None:
    """Whoever wants the next customer on the line would have to hear the recording again first."""
    name = keep(services, person("lin"), moves, "worried", stage).record.id
    browser = client("lin")
    page = browser.get(f"/attempts/{name}").text
    forms = re.findall(r'<form method="post" action="/cases/[\w-]+/play".*?</form>', page, re.DOTALL)
    assert all(re.search(rf"<button[^>]*>(<svg.*?</svg>)?(<span>)?{way}<", page) for way in ways)
    stages = [dict(re.findall(r'name="(key|stage)" value="([^"]+)"', form)) for form in forms]
    for fields in stages:
        browser.post_form(f"/cases/{CASE}/play", fields)
    begun = services[Attempts].summaries(person=person("lin").id, finished=False)
    assert {one.stage for one in begun} == {stage or "rehearsal", None}
    assert len(begun) == 2


def test_attempts_from_a_terminal(client: Browsers, services: Services, person: Named) -> None:
    """An attempt whose case the desk does not have, or has in another version, would be a fault of the server."""
    from dataclasses import replace

    kept = keep(services, person("lin"))
    record = kept.record
    made = {
        "strange": replace(record.attempt, case="no-such-case"),
        "fits": replace(record.attempt, digest="0" * 64),
        "unfit": replace(record.attempt, moves=("no-such-reply", *record.attempt.moves[1:])),
    }
    for name, attempt in made.items():
        services[Attempts].begin(Record(name, attempt, record.result, language="en"), person("lin").id)
    browser = client("lin")
    strange, fits, unfit = (browser.get(f"/attempts/{name}") for name in made)
    assert (strange.status_code, "is not kept at this desk" in strange.text) == (422, True)
    assert (fits.status_code, "The case has changed since" in fits.text) == (200, True)
    assert (unfit.status_code, "does not fit" in unfit.text) == (422, True)
