"""Two calls side by side: what is said of them, and that the page holds together."""

from itertools import pairwise

import pytest

from simulator import Case
from simulator.call.report.comparison import comparison_html, comparison_part
from simulator.call.review.comparing import compare
from tests.render.pages import Page

from .plays import LOST, WON, hostile_case
from .reviewed import compared, reviewed
from .test_review import HOSTILE

LANGUAGE = pytest.mark.parametrize("language", ["en", "zh"])


def test_sentences_say_where_and_what_it_led_to(small_case: Case) -> None:
    """A trainee would not see at which reply the calls part, or which ended better."""
    part = compared(small_case, LOST, WON, "en")
    assert part.sentences[0] == "The calls diverge at reply 3; up to there they are the same."
    assert part.sides[1].score is not None
    assert part.sides[0].score is not None
    gap = part.sides[1].score - part.sides[0].score
    assert part.figures[-1] == f"In the end “other” is ahead by {gap} points."
    assert (len(part.shared), len(part.apart)) == (2, len(LOST) - 2)
    assert [right is None for _, right in part.apart] == [False, True, True]


def test_the_same_call_twice(small_case: Case) -> None:
    """Two calls that are alike would be said to part somewhere."""
    part = compared(small_case, WON, WON, "en")
    assert part.sentences == ("Both calls went the same way from beginning to end.",)
    assert part.apart == ()


def test_different_customers_are_mentioned(small_case: Case) -> None:
    """A reply would be thought bad that was said to somebody else."""
    both = compare(reviewed(small_case, WON), reviewed(small_case, WON, "hurried"))
    part = comparison_part(both, ("one", "other"), "en")
    assert part.sentences[0].startswith("There were different customers on the line")
    assert [side.caller for side in part.sides] == ["Mrs. Gao", "Mr. Tan"]


def test_a_call_that_was_left(small_case: Case) -> None:
    """A comparison with a call that was broken off would end in a traceback."""
    part = compared(small_case, WON[:2], WON, "en")
    assert part.sentences[:2] == (
        "The calls diverge at reply 3; up to there they are the same.",
        "There, “one” is over already.",
    )
    assert (part.sides[0].score, part.sides[0].verdict) == (None, "The call was left before its end.")
    assert Page(comparison_html(part)).faults == []


@LANGUAGE
def test_page_is_well_formed(small_case: Case, language: str) -> None:
    """A browser or a screen reader would have to guess what is meant."""
    html = comparison_html(compared(small_case, LOST, WON, language))
    page = Page(html)
    assert page.faults == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {one for value in page.values("aria-labelledby") for one in value.split()} - set(ids) == set()
    levels = [int(tag.name[1]) for tag in page.named("h1", "h2", "h3", "h4")]
    assert all(following <= level + 1 for level, following in pairwise(levels))
    assert len(page.named("caption")) == len(page.named("table"))
    assert "http" not in html.replace("http-equiv", "")


@LANGUAGE
def test_hostile_texts_stay_texts(small_case: Case, language: str) -> None:
    """A case from somebody else could run a program in the reader's browser."""
    plain = Page(comparison_html(compared(small_case, LOST, WON, language)))
    page = Page(comparison_html(compared(hostile_case(HOSTILE), LOST, WON, language)))
    assert page.faults == []
    assert {tag.name for tag in page.tags} == {tag.name for tag in plain.tags}
