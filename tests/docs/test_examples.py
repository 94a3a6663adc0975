"""docs/examples: five procedures, each one case; every caller hears the amount that is right.

The amounts were worked out by hand from the policies and the records, as a trainer would, and are written here in
words of the ending. Nothing of the program is asked for them.
"""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from simulator import Case, Play, case_languages, check_case, load_case, solve_all
from simulator.call.case.case import EndingType
from simulator.call.play import rehearsal as call
from simulator.source.reading import read_file
from tests.docs.examples import DOCS

FOLDER = DOCS / "examples"
MOST_SECONDS = 10
"""To solve a case for all its callers; they take a tenth of a second, on any machine far less than this."""

SENTENCE = 12
"""Characters of Chinese from which a text is a sentence that nobody writes twice by chance."""

AMOUNTS = {
    # 300 yuan in cash each where the company is the cause, 60 in vouchers for weather; gold 150 %, silver 120 %
    "delay-payment": {
        "gold-fault": 900,  # 300 * 1.5 = 450 each, two passengers
        "plain-fault": 900,  # 300 each, three passengers
        "silver-storm": 144,  # 60 * 1.2 = 72 each, two passengers
        "plain-storm": 240,  # 60 each, four passengers
    },
    # the airport tax alone, or all of it where the flight was cancelled
    "refund-refused": {
        "one": 70,
        "two": 160,  # 80 each
        "grounded": 760,  # 690 and 70
    },
    # who wants the goods gets them, and a voucher of 10 % in whole yuan; who does not, the money
    "missing-goods": {
        "guests.cups": 7,  # of 76
        "guests.kettle": 18,  # of 189
        "guests.lamps": 24,  # of 240
        "elsewhere.cups": 76,  # 38 each
        "elsewhere.kettle": 189,
        "elsewhere.lamps": 240,  # 120 each
    },
    # every charge but the first
    "charged-twice": {
        "twice": 138,
        "thrice": 90,  # 45 each
        "held": 520,
    },
    # the piece, less the discount of 50 where under 300 is kept, less 12 for collecting; nothing off if faulty
    "one-of-two": {
        "below": 177,  # 239 - 50 - 12
        "above": 117,  # 129 - 12
        "broken": 239,
    },
}
"""The yuan that a caller is to hear: by record where every persona hears the same, else by caller."""

CASES = sorted(AMOUNTS)


def amount_for(case: str, caller: str) -> int:
    """Return what the table says of a caller."""
    amounts = AMOUNTS[case]
    return amounts[caller] if caller in amounts else amounts[caller.partition(".")[2]]


def texts_of(part: Any) -> Iterator[str]:
    """Return all texts of what is written in a file, without the names of things."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from texts_of(inner)


def amounts_in(words: str) -> set[int]:
    """Return all amounts of money in some words."""
    return {int(found) for found in re.findall(r"([0-9]+) ?(?:元|yuan)", words)}


def best_calls(case: Case) -> Iterator[Play]:
    """Play the best call with each caller to its end."""
    for persona, solution in zip(case.personas, solve_all(case), strict=True):
        play = Play.start(case, persona=persona.id, stage="rehearsal")
        for move in solution.best_line():
            play.push(move)
        yield play


def in_each_language() -> list[tuple[str, str]]:
    """Return every case in every language that it has."""
    return [(name, language) for name in CASES for language in case_languages(FOLDER / name)]


def test_every_folder_is_in_the_table() -> None:
    """A procedure would lie there whose amounts nobody has worked out."""
    assert sorted(path.parent.name for path in FOLDER.glob("*/case.yaml")) == CASES


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_found(name: str) -> None:
    """An author would learn from an example that has faults, or that hides them."""
    assert [str(finding) for finding in check_case(FOLDER / name)] == []
    assert [
        file.name for file in (FOLDER / name).glob("*.yaml") if "winwin:" in file.read_text("utf-8")
    ] == []


@pytest.mark.parametrize("name", CASES)
def test_solved_quickly(name: str) -> None:
    """An author who changes an example would wait for every check."""
    started = time.process_time()
    list(solve_all(load_case(FOLDER / name)))
    assert time.process_time() - started < MOST_SECONDS


@pytest.mark.parametrize(("name", "language"), in_each_language())
def test_every_caller_hears_the_right_amount(name: str, language: str) -> None:
    """A caller would be told another caller's amount, or one that the policy does not give."""
    case = load_case(FOLDER / name, language)
    heard, told = {}, {}
    for play in best_calls(case):
        outcome = play.outcome()
        assert outcome is not None
        assert outcome.ending.type is EndingType.SETTLED
        *_, last = spoken = list(play.spoken())
        heard[play.persona] = amounts_in(call.last_words(case, last.after) or "")
        said = set().union(*(amounts_in(one.move.say) for one in spoken))
        told[play.persona] = amount_for(name, play.persona) in said
    assert heard == {persona.id: {amount_for(name, persona.id)} for persona in case.personas}
    assert all(told.values()), told


@pytest.mark.parametrize("name", CASES)
def test_no_words_are_written_twice_for_another_amount(name: str) -> None:
    """A procedure would need a copy of a scene or a reply for every amount, and one copy would be forgotten."""
    words = [
        re.sub(r"\{[^}]*\}|[0-9]+", "", text)
        for text in texts_of(read_file(FOLDER / name / "case.yaml").data)
        if len(text) >= SENTENCE and re.search("[\u4e00-\u9fff]", text)
    ]
    assert sorted(text for text in set(words) if words.count(text) > 1) == []
