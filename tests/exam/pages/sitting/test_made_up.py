"""Answers that no page posts: whatever is sent, it is refused in words, or kept so that it can be marked."""

import secrets
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.exam.bank.keys import key_as_of
from simulator.exam.bank.marking import mark
from simulator.exam.sitting.answering import shown_answer
from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.banks import Banks

from .bank import PLACES
from .examinees import HTMX, Sitter

TOKENS = "abcdefghij"
NASTY = (
    "",
    " ",
    "\0",
    "a\0",
    "\ud800",
    "9" * 500,
    "1e309",
    "-0",
    "٣",
    "²",
    "一",
    "private-south",
    "true",
    "{}",
    "[]",
    "x" * 501,
)
NAMES = (
    "answer", "clear", "go", "on", "key", "place", *(f"{kind}-{token}" for kind in ("rank", "item") for token in "abcde"),
    "rank-", "item-", "item-private-i1", "answer[]",
)  # fmt: skip
REFUSED_OR_NOT = (200, 204, 303, 400, 404, 409, 422)
VALUES = st.one_of(
    st.sampled_from(TOKENS),
    st.sampled_from("012345"),
    st.sampled_from(NASTY),
    st.text(max_size=20),
)
FORMS = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), VALUES), max_size=8)
POSTS = st.tuples(
    st.sampled_from(
        (*(f"/answers/{place}" for place in range(len(PLACES) + 1)), "/flags/0", "/leave", "/return")
    ),
    FORMS,
    st.booleans(),
)


@pytest.fixture
def lin(sitter: Callable[..., Sitter]) -> Iterator[Sitter]:
    """Somebody who sits; whatever was kept of the rubbish can be shown and marked."""
    lin = sitter()
    yield lin
    assert lin.get().status_code == 200
    check_all_can_be_marked(lin)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(POSTS, min_size=6, max_size=10))
def test_no_made_up_answer_is_a_fault_of_the_server(
    lin: Sitter, posts: list[tuple[str, list[tuple[str, str]], bool]]
) -> None:
    """A program that fills in a paper with rubbish would stop the exam, or its marking."""
    for path, form, script in posts:
        fields = [("csrf", lin.csrf), *form]
        if all(name != "key" for name, _ in form):
            fields.append(("key", secrets.token_hex(8)))
        answer = lin.browser.post(
            lin.address + path,
            content=urlencode(fields, errors="surrogatepass"),
            headers={"Content-Type": "application/x-www-form-urlencoded"} | (HTMX if script else {}),
            follow_redirects=False,
        )
        assert answer.status_code in REFUSED_OR_NOT, (answer.status_code, path, form)


def check_all_can_be_marked(lin: Sitter) -> None:
    """See that what is kept can be shown and marked."""
    bank = lin.services[Banks].bank(lin.exam.bank)
    for entry in lin.entries:
        if entry.act is Act.ANSWER:
            shown = lin.paper().at(entry.data["place"])
            question = bank.questions[lin.exam.forms[0].items[shown.place].question]
            key = key_as_of(question, bank.policies, lin.exam.day)
            shown_answer(shown, entry.data["answer"])
            assert 0 <= mark(question, key.answer, entry.data["answer"]).credit <= 1
