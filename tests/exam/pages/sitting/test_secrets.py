"""Before the results are told, no answer of the server tells a key, an id, an explanation, or how it went."""

import html
from collections.abc import Callable
from datetime import timedelta

import pytest

from .bank import PLACES, SECRETS
from .examinees import Sitter, later, paused, release, resumed

Sit = Callable[..., Sitter]
TYPED = [PLACES.index(name) for name in ("number", "words", "lookup")]
"""Where whatever is written is an answer, and shown again."""
WRONG = {
    "single": "private-north",
    "multiple": ["private-south"],
    "truth": True,
    "number": "1",
    "words": "no idea",
    "lookup": "2",
}


def whole_sitting(lin: Sitter) -> None:
    """Ask for every page and post everything that there is, rightly, wrongly, and too late."""
    lin.get()
    lin.begin()
    for name in PLACES:
        lin.answer(name, WRONG.get(name), script=False)
        lin.answer(name, WRONG.get(name))
    for number in range(len(PLACES) + 2):
        lin.get(f"?question={number}")
    lin.answer("single", key="same")
    lin.answer("single", "private-west", key="same")
    for place in range(len(PLACES) + 1):
        guesses = ({"answer": "zz"}, {"rank-a": "1"}, {"item-a": "q"}, {"answer": "private-south"})
        for data in guesses[: 3 if place in TYPED else 4]:
            lin.post(f"/answers/{place}", data)
            lin.post(f"/answers/{place}", data, script=False)
        lin.post(f"/flags/{place}", {"on": "yes"})
    lin.get("/hand-in")
    lin.get("/handbook")
    lin.post("/leave", script=False)
    lin.post("/return")
    paused(lin.services, lin.exam, lin.person)
    lin.get()
    lin.answer("single")
    lin.answer("single", script=False)
    resumed(lin.services, lin.exam, lin.person)
    lin.post("/handbook", script=False)
    lin.get()
    lin.answer("single")
    lin.answer("lookup", "3")
    lin.get("/clock")
    lin.post("/hand-in", script=False)
    lin.get()
    lin.answer("single")
    for path in (f"/results/{lin.exam.id}", "/exams", "/", f"/results/{lin.exam.id}/report"):
        lin.sent.append(lin.browser.get(path, follow_redirects=False))


def told(lin: Sitter) -> dict[str, list[str]]:
    """What was told that may not be, with where."""
    found: dict[str, list[str]] = {}
    for answer in lin.sent:
        said = html.unescape(answer.text) + "\n".join(
            f"{name}: {value}" for name, value in answer.headers.items()
        )
        sent = answer.request.content.decode() if answer.request.content else ""
        for secret in SECRETS:
            # bulletins are named in their addresses, and stand on the home page
            if secret in said.replace("/bulletins/private-", "/bulletins/") and secret not in sent:
                found.setdefault(secret, []).append(f"{answer.request.method} {answer.request.url.path}")
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_of_a_sitting_tells_the_key(sitter: Sit, language: str) -> None:
    """Whoever looks at what the server sends would know the right answers."""
    lin = sitter(begun=False)
    lin.browser.post_form("/language", {"language": language, "next": "/"}, follow_redirects=False)
    whole_sitting(lin)
    assert len(lin.sent) > 100
    assert told(lin) == {}


def test_nothing_is_told_to_whom_the_clock_hands_in(sitter: Sit) -> None:
    """The page after the deadline would tell it instead."""
    lin = sitter()
    for name in PLACES:
        lin.answer(name, WRONG.get(name))
    with later(timedelta(minutes=61)):
        for path in ("", "/clock", "/hand-in", "/handbook"):
            lin.get(path)
        lin.answer("single")
        lin.answer("single", script=False)
        lin.sent.append(lin.browser.get("/exams"))
    lin.sent.append(lin.browser.get(f"/results/{lin.exam.id}", follow_redirects=False))
    assert told(lin) == {}


def test_what_is_searched_for_is_there_to_be_found(sitter: Sit) -> None:
    """A search for words that stand nowhere finds nothing, whatever is told."""
    lin = sitter()
    lin.answer("single", "private-north")
    lin.post("/hand-in", script=False)
    release(lin.services, lin.exam)
    page = html.unescape(lin.browser.get(f"/results/{lin.exam.id}").text)
    assert {secret for secret in SECRETS if secret in page} >= {"hush-hush", "843795", "609317", "732154"}


def test_while_an_exam_goes_on_nothing_else_tells_its_rules_and_keys(sitter: Sit) -> None:
    """A review card, an old result or a bulletin in another tab would answer the questions of the paper."""
    old = sitter()
    old.post("/hand-in", script=False)
    release(old.services, old.exam)
    lin = sitter()
    result = f"/results/{old.exam.id}"
    closed = (
        "/cards",
        "/bulletins",
        "/bulletins/private-damage-2026",
        result,
        f"{result}/report/result.html",
    )
    assert [lin.browser.get(path).status_code for path in closed] == [403] * 5
    assert lin.browser.post_form("/cards/1", {"key": "k", "answer": "a"}).status_code == 403
    lin.post("/hand-in", script=False)
    assert [lin.browser.get(path).status_code for path in closed] == [200] * 5
