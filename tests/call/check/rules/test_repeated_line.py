"""repeated-line: a customer who says the same words twice in one call."""

from .rehearsed import line_of, planted, remarks, told

RULE = "repeated-line"
LINE = "customer: It is. And now?"
STAY = (
    "      turn-round:\n",
    "      one-moment: {say: One moment., why: W., once: true}\n      turn-round:\n",
)
BACK = (
    "        say: You hear from me when she has it.\n        to: {worried: settled,",
    "        say: You hear from me when she has it.\n        to: {worried: told-which,",
)


def calls(*changes: tuple[str, str]) -> list[tuple[str, ...]]:
    """The calls that show what is found in the case with texts in it replaced."""
    return [remark.witness.moves for remark in remarks(RULE, planted(*changes)) if remark.witness]


def test_a_call_that_stays() -> None:
    """A line that comes again at once would pass, or be told at another place."""
    assert told(RULE, STAY) == [
        (
            line_of("    " + LINE, STAY),
            "A call can come to these words twice: “It is. And now?”. Nobody repeats a thing word for word: let"
            " it sound different the second time, or let the reply lead on.",
        )
    ]
    assert calls(STAY) == [("which-door", "for-whom", "one-moment")]


def test_a_call_that_comes_back() -> None:
    """Lines that come again after several replies would pass, or be told once for every caller."""
    assert calls(BACK) == [
        ("which-door", "for-whom", "call-back"),
        ("which-door", "for-whom", "call-back", "for-whom"),
    ]


def test_one_text_in_two_places() -> None:
    """The same words at another moment of the call would pass."""
    same = ("  settled:\n", "  settled:\n    customer: It is. And now?\n")
    assert calls(same) == [("which-door", "for-whom", "call-back")]
    assert [line for line, _ in told(RULE, same)] == [line_of("    " + LINE)]


def test_short_lines_may_come_again() -> None:
    """An author would be told to reword every “Yes.”."""
    assert told(RULE, STAY, (LINE, "customer: It is. So?")) == []


def test_words_that_depend_may_differ() -> None:
    """An author who lets the second time sound different would be told of the line all the same."""
    varied = "customer: {waited: Well? What does he say?, otherwise: It is. And now?}"
    learns = (STAY[0], STAY[1].replace("once: true", "once: true, learn: waited"))
    assert told(RULE, learns, (LINE, varied), ("rehearsal:\n", "facts: {waited: W}\nrehearsal:\n")) == []


def test_a_circle_that_no_call_goes_round() -> None:
    """Lines would be called repeated because of a reply that can never be said after them."""
    reply = (
        "      turn-round:\n",
        "      again: {say: Which door?, why: W., when: asked, to: told-which}\n      turn-round:\n",
    )
    learns = "when: asked, to: told-which", "when: asked and not told-so, to: told-which"
    learnt = (
        "say: When must you leave?",
        "learn: [asked, told-so]\n        say: When must you leave?",
    )
    facts = ("rehearsal:\n", "facts: {asked: W, told-so: W}\nrehearsal:\n")
    assert told(RULE, (reply[0], reply[1].replace(*learns)), learnt, facts) == []
