"""unreachable-ending: an ending that no call comes to."""

from .rehearsed import line_of, told

RULE = "unreachable-ending"
LAST = "  hangs-up: {title: Hung up, why: The answer was for somebody else.}\n"


def test_nothing_leads_there() -> None:
    """An ending that was forgotten would not be found."""
    change = (LAST, LAST + "  complaint: {title: Complaint, why: Too much.}\n")
    sentence = "No call ever ends in “complaint”. Lead a move to it, or take it out."
    assert told(RULE, change) == [(line_of("complaint:", change), sentence)]


def test_what_it_waits_for_never_comes_about() -> None:
    """An ending that waits in vain would not be found."""
    change = (LAST, LAST + "  complaint: {title: Complaint, when: patience <= 0, why: Too much.}\n")
    sentence = (
        "No call ever ends in “complaint”: what it waits for never comes about. Ask for less, lead a move to it, or"
        " take it out."
    )
    assert told(RULE, change) == [(line_of("complaint:", change), sentence)]


def test_it_comes_by_itself() -> None:
    """An ending that nothing leads to, but that comes by itself, would be named."""
    change = (LAST, LAST + "  complaint: {title: Complaint, when: patience <= 0, why: Too much.}\n")
    patience = ("personas:\n", "gauges: {patience: {starts: 10, each-reply: -10}}\npersonas:\n")
    assert "complaint" not in str(told(RULE, change, patience))
