"""The debrief: what it says of a play, and that its page is whole, closed to the world and readable for all."""

import json
import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from simulator import Attempt, Case, Play
from simulator.call.report.debrief import Debrief, debrief, debrief_html, debrief_markdown
from tests.render.pages import Page

from .plays import ANALYSED, LISTENED, LOST, PAGES, WON, hostile_case, played

HOSTILE = (
    "<script>alert(1)</script> {{7*7}} {% raw %} ${7*7} ](javascript:alert(1)) [x](javascript:x) | `a` ``` "
    "\"'><img src=x onerror=alert(1)> <!-- --> &lt; *a* __b__ ~~c~~ # d {name} %s \\"
)
PAGE = pytest.mark.parametrize("name", list(PAGES))
LANGUAGE = pytest.mark.parametrize("language", ["en", "zh"])


def test_who_was_on_the_line(small_case: Case) -> None:
    """The trainee would never learn whom they talked to."""
    caller = debrief(played(small_case, WON, stage="rehearsal"), "en").caller
    assert caller is not None
    assert (caller.name, caller.expects) == ("Mrs. Gao", "To know that the medicine is safe.")


def test_verdict(small_case: Case) -> None:
    """The glance would show another outcome than the engine's."""
    play = played(small_case, WON, stage="rehearsal")
    verdict, outcome = debrief(play, "en").verdict, play.outcome()
    assert verdict is not None
    assert outcome is not None
    assert (verdict.words, verdict.score, verdict.bar) == ("Win-win", outcome.score, 70)
    assert tuple(cell.value for cell in verdict.cells) == outcome.cells.cells()
    assert [(cell.side, cell.space) for cell in verdict.cells] == [
        ("Customer", "Resolution"),
        ("Customer", "Relationship"),
        ("Company", "Resolution"),
        ("Company", "Relationship"),
    ]


def test_critical_error(small_case: Case) -> None:
    """The worst that happened in a call would go unsaid."""
    d = debrief(played(small_case, LOST, "hurried", "rehearsal"), "en")
    assert d.verdict is not None
    assert [(mistake.text, mistake.cap) for mistake in d.verdict.mistakes] == [
        ("Hanging up without the warning.", 30)
    ]
    assert d.conversation is not None
    assert [turn.reply.critical for turn in d.conversation.turns if turn.reply][-1] == (
        "Hanging up without the warning.",
    )


@pytest.mark.parametrize(
    ("moves", "stage", "parts"),
    [
        ([], None, set()),
        (["hear"], None, {"recording"}),
        (LISTENED[:-1], None, {"recording"}),
        (LISTENED, "replay", {"recording"}),
        (LISTENED + ANALYSED[:1], None, {"recording", "course"}),
        (ANALYSED, "analysis", {"course"}),
        (LISTENED + ANALYSED, None, {"recording", "course", "caller", "conversation", "curve"}),
        (WON[:1], "rehearsal", {"caller", "conversation", "curve"}),
        (WON, "rehearsal", {"caller", "conversation", "curve", "verdict"}),
    ],
)
def test_parts(small_case: Case, moves: list[str], stage: str | None, parts: set[str]) -> None:
    """A report would speak of what was not played, or be silent about what was."""
    d = debrief(played(small_case, moves, stage=stage), "en")
    optional = ("verdict", "caller", "conversation", "curve", "recording", "course")
    assert {part for part in optional if getattr(d, part) is not None} == parts
    for text in (debrief_html(d), debrief_markdown(d)):
        assert ("Who was on the line" in text) == ("caller" in parts)


@pytest.mark.parametrize("length", range(len(LISTENED + ANALYSED + WON) + 1))
def test_every_stop_can_be_reported(small_case: Case, length: int) -> None:
    """A play that is left at an odd moment would end in a traceback."""
    play = played(small_case, (LISTENED + ANALYSED + WON)[:length])
    restored = Play.restore(small_case, Attempt.from_json(json.loads(json.dumps(play.attempt().to_json()))))
    assert debrief(restored, "zh") == debrief(play, "zh")
    assert Page(debrief_html(debrief(play, "zh"))).faults == []


def test_started_is_shown_to_the_minute(small_case: Case) -> None:
    """A printed report could not be told from last week's, or would be torn by an odd time."""
    shown = [
        debrief(played(small_case, []), "en", at).started_shown
        for at in ("2026-11-21T09:30:59+08:00", "?", None)
    ]
    assert shown == ["2026-11-21 09:30", "?", ""]


@PAGE
@LANGUAGE
def test_page_is_well_formed(name: str, language: str) -> None:
    """A browser would have to guess what is meant."""
    page = Page(debrief_html(PAGES[name](language)))
    assert page.faults == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    mentioned = {one for value in page.values("aria-labelledby") for one in value.split()}
    assert mentioned - set(ids) == set()


@PAGE
@LANGUAGE
def test_page_asks_nobody_for_anything(name: str, language: str) -> None:
    """A report that is handed on would tell somebody that it is read, or look different there."""
    html = debrief_html(PAGES[name](language))
    page = Page(html)
    assert page.named("script", "link", "img", "iframe", "object", "base", "form") == []
    addresses = [value for name in ("src", "href", "srcset", "action") for value in page.values(name)]
    assert {address[:1] for address in addresses} <= {"#"}
    assert re.findall(r"@import|url\(|https?:", html) == []
    (policy,) = [tag for tag in page.named("meta") if "http-equiv" in tag.attributes]
    assert str(policy.attributes["content"]).startswith(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )


@PAGE
@LANGUAGE
def test_page_can_be_listened_to(name: str, language: str) -> None:
    """A screen reader would lose its way among headings, tables and pictures."""
    page = Page(debrief_html(PAGES[name](language)))
    levels = [int(tag.name[1]) for tag in page.named("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[:2] == [1, 2]
    assert all(following <= level + 1 for level, following in pairwise(levels))
    assert len(page.named("caption")) == len(page.named("table"))
    assert all("scope" in tag.attributes for tag in page.named("th"))
    pictures = [svg for svg in page.named("svg") if svg.attributes.get("aria-hidden") != "true"]
    assert all(tag.attributes["role"] == "img" for tag in pictures)
    assert len(page.named("title")) == len(pictures) + 1
    assert len(page.named("desc")) == len(pictures)


@LANGUAGE
def test_texts_say_their_language(language: str) -> None:
    """Chinese would be read out with English sounds, or in the wrong letters."""
    page = Page(debrief_html(PAGES["chinese"](language)))
    (html,) = page.named("html")
    (title,) = page.named("h1")
    assert html.attributes["lang"] == {"en": "en", "zh": "zh-Hans"}[language]
    assert title.attributes.get("lang") == {"en": "zh-Hans", "zh": None}[language]


@LANGUAGE
def test_hostile_texts_are_shown_in_the_page(language: str) -> None:
    """A case from somebody else could run a program in the reader's browser."""
    plain = Page(debrief_html(PAGES["whole"](language)))
    d = debrief(played(hostile_case(HOSTILE), LISTENED + ANALYSED + WON), language, HOSTILE)
    page = Page(debrief_html(d))
    assert page.faults == []
    assert page.named("script", "img") == []
    assert [name for tag in page.tags for name in tag.attributes if name.startswith("on")] == []
    assert {tag.name for tag in page.tags} == {tag.name for tag in plain.tags}
    assert page.texts.count(" ".join(HOSTILE.split())) >= 30


@LANGUAGE
def test_hostile_texts_are_shown_in_markdown(language: str) -> None:
    """A case from somebody else could put its own links and pictures into a report."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    plain = Page(markdown.render(debrief_markdown(PAGES["whole"](language))))
    d = debrief(played(hostile_case(HOSTILE), LISTENED + ANALYSED + WON), language, HOSTILE)
    page = Page(markdown.render(debrief_markdown(d)))
    assert page.faults == []
    # a heading's text has no backslash before its end, a table cell no sign of its own
    assert {tag.name for tag in page.tags} == {tag.name for tag in plain.tags}
    assert sum(" ".join(HOSTILE.split()) in text for text in page.texts) >= 30
    assert len(page.named("tr")) == len(plain.named("tr"))
    assert len(page.named("td")) == len(plain.named("td"))


def test_markdown_has_all_parts() -> None:
    """Whoever keeps reports as text would get less than whoever opens the page."""
    d: Debrief = PAGES["whole"]("en")
    headings = re.findall(r"^## (.*)$", debrief_markdown(d), re.MULTILINE)
    in_page = re.findall(r'<h2 id="\w+"[^>]*>(.*)</h2>', debrief_html(d))
    assert headings == ["At a glance", "The call as it went", "The recorded call", "Finding the expectation", "What to train next", "All figures"]  # fmt: skip
    # the two that the page has for its picture and its folds are figures in the text
    assert [heading for heading in in_page if heading in headings] == [
        "At a glance", "The call as it went", "What to train next", "The recorded call", "Finding the expectation"
    ]  # fmt: skip
