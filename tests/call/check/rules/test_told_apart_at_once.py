"""told-apart-at-once: callers whom the first replies give away."""

import pytest

from simulator.call.check.rules import told_apart_at_once
from simulator.call.check.study import Study

from .rehearsed import CASE, line_of, planted, remarks, study_of

RULE = "told-apart-at-once"


@pytest.fixture(autouse=True)
def short_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the calls of the small case be long enough to be looked at."""
    monkeypatch.setattr(told_apart_at_once, "LONG_ENOUGH", 3)


def found(study: Study) -> dict[int, tuple[str, tuple[str, ...]]]:
    """By line, who is singled out, and by which replies."""
    return {
        remark.place.line: (remark.witness.persona, remark.witness.moves)
        for remark in remarks(RULE, study)
        if remark.witness
    }


def later(replies: int) -> Study:
    """The case with so many replies more before callers are told apart."""
    scenes = "".join(
        f"  step-{number}:\n    customer: Step {number}.\n    moves:\n"
        f"      on: {{say: On., why: W., to: {f'step-{number + 1}' if number < replies else 'told-which'}}}\n"
        for number in range(1, replies + 1)
    )
    text = CASE.replace("to: told-which}\n", "to: step-1}\n" + scenes) if replies else CASE
    return study_of(text)


def test_by_the_first_answer() -> None:
    """Callers whom the first answer gives away would pass, or be told at another place."""
    assert found(later(0)) == {
        line_of("  worried: {name"): ("worried", ("which-door",)),
        line_of("  hurried: {name"): ("hurried", ("which-door",)),
    }


def test_before_the_third_reply() -> None:
    """A case in which the third reply brings it out would not be left alone, or one would be let off too early."""
    assert set(found(later(1)).values()) == {
        ("worried", ("which-door", "on")),
        ("hurried", ("which-door", "on")),
    }
    assert found(later(2)) == {}


RECORDS = "records: {sent: {}, returned: {}}\nrehearsal:\n"
SEEN = "    screen: {returned: Parcel sent back, otherwise: Parcel on its way}\n    moves:\n      by-when:"


def test_a_record_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the record would count as hearing who calls, and each person be named once for every record."""
    several = ("rehearsal:\n", RECORDS), ("    moves:\n      by-when:", SEEN)
    assert found(planted(*several)) == {
        line_of("  worried: {name", *several): ("worried.sent", ("which-door",)),
        line_of("  hurried: {name", *several): ("hurried.sent", ("which-door",)),
    }
    alike = (
        "    customer:\n      worried: The side door. My mother cannot do stairs.\n"
        "      otherwise: The front. My taxi is standing there.\n",
        "    customer: The side door.\n",
    )
    monkeypatch.setattr(told_apart_at_once, "THIRD", 2)  # the next reply ends the call for one of them
    assert found(planted(*several, alike)) == {}


def test_one_person_with_several_records_is_known_from_the_start() -> None:
    """An author of one persona would be asked to hide who it is."""
    one = "  hurried: {name: Mr. Tan, who: His taxi is waiting, expects: A time, gives-away: He says “when” twice}\n"
    changed = ("rehearsal:\n", RECORDS), ("    moves:\n      by-when:", SEEN)
    text = CASE.replace(one, "").replace("hurried", "returned")
    for old, new in changed:
        assert text.count(old) == 1
        text = text.replace(old, new)
    assert found(study_of(text)) == {}


def test_short_calls_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """An author of a call of few replies would be asked for what cannot be."""
    monkeypatch.setattr(told_apart_at_once, "LONG_ENOUGH", 4)
    assert found(later(0)) == {}


def test_after_the_end_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Callers would be called told apart by an answer after which nobody can do anything."""
    monkeypatch.setattr(told_apart_at_once, "LONG_ENOUGH", 1)
    assert found(planted(("to: told-which}", "to: {worried: settled, otherwise: hangs-up}}"))) == {}


def test_the_opening_is_left_to_another_rule() -> None:
    """Callers who differ in the first words would be told of twice."""
    words = "customer: {worried: My mother's is not here., otherwise: It is not here.}"
    assert found(planted(("customer: It says delivered. It is not here.", words))) == {}
