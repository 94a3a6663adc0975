"""Who speaks and how, in the debrief: on its page, in Markdown."""

import re

import pytest

from simulator import Play, parse_case
from simulator.call.case.case import Stage
from simulator.call.report.debrief import debrief, debrief_html, debrief_markdown
from simulator.render.portrait import portrait
from tests.call.case.test_speaking import CASE
from tests.render.pages import Page


def played(persona: str) -> Play:
    """A call in which the driver is rung."""
    play = Play.start(parse_case(CASE), persona, stage=Stage.REHEARSAL)
    for move in ("ring", "stay", "bye"):
        play.push(move)
    return play


def labels(html: str) -> list[str]:
    """What stands above the words that are heard on a page."""
    found = re.findall(r'<div class="said">\s*<p class="label">(.*?)</p>', html, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", label).split()) for label in found]


@pytest.mark.parametrize(
    ("language", "customer", "driver"),
    [
        ("en", "Customer · hurried", "The driver · customer on hold · engine running"),
        ("zh", "客户 · 着急", "The driver · 客户在线等待 · engine running"),
    ],
)
def test_page_says_who_speaks(language: str, customer: str, driver: str) -> None:
    """A debrief would let the customer say what the driver said, or would keep the mood to itself."""
    html = debrief_html(debrief(played("a"), language))
    assert labels(html) == [customer, driver, driver]
    assert Page(html).faults == []


def test_markdown_says_who_speaks() -> None:
    """A saved debrief would let the customer say what the driver said."""
    lines = debrief_markdown(debrief(played("a"), "en")).replace(": **", ":**").splitlines()
    said = [line for line in lines if line.startswith(("**Customer:", "**The driver:"))]
    driver = "**The driver:** *(customer on hold; engine running)* On my van."
    assert said == ["**Customer:** *(hurried)* Where is it?", driver, driver]


@pytest.mark.parametrize("persona", ["a", "b"])
def test_whoever_called_is_drawn_in_the_debrief(persona: str) -> None:
    """Nobody would be seen when it is told who called, or somebody else."""
    told = debrief(played(persona), "en")
    assert told.caller is not None
    page = debrief_html(told)
    faces = set(re.findall(r'<span class="face (hue-\w+)', page))
    assert len(faces) == 1
    assert f"hue-{portrait(told.case, persona, told.caller.look).hue} " in page
