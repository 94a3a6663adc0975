"""praise-of-trap: comments that contradict what their reply is."""

import pytest

from .rehearsed import line_of, planted, remarks, told

RULE = "praise-of-trap"
TRAP = "why: Nobody does anything, and nobody says so."
BEST = "why: That lets her sleep. He will not be there."
BLAMED = (BEST, "why: This is a brush-off.")


def test_praise() -> None:
    """A comment that praises a trap would pass."""
    praised = (TRAP, "why: Exactly right.")
    assert told(RULE, praised) == [
        (
            line_of(praised[1], praised),
            "“wait-and-see” is a trap, and its comment says “Exactly right”. Say what is wrong with it there, or do"
            " not call it a trap.",
        )
    ]


def test_blame() -> None:
    """A reply that is recommended against its own comment would pass, or be shown where it is not the best."""
    (remark,) = remarks(RULE, planted(BLAMED))
    assert (remark.place.line, str(remark.message)) == (
        line_of(BLAMED[1], BLAMED),
        "With “worried” there are moments when nothing is better than “call-back”, and its comment says “a"
        " brush-off”. Call it a trap, give the agent something better to say, or let the comment depend on how it"
        " stands.",
    )
    assert remark.witness is not None
    assert (remark.witness.persona, remark.witness.moves) == (
        "worried",
        ("which-door", "for-whom", "call-back"),
    )


def test_blame_where_something_is_better() -> None:
    """The comment on a bad reply would have to be kind."""
    assert told(RULE, ("why: It helps both, and leaves both asking half of it.", "why: A brush-off.")) == []


def test_blame_for_somebody_else() -> None:
    """A comment that is for another caller would be held against a good reply."""
    assert told(RULE, (BEST, "why: {hurried: A brush-off., otherwise: It lets her sleep.}")) == []


@pytest.mark.parametrize("why", ["Not exactly right.", "Never well said.", "A good reply is another."])
def test_what_is_no_praise(why: str) -> None:
    """A comment that says what is wrong would be taken for praise, or praise with other words not be."""
    assert len(told(RULE, (TRAP, f"why: {why}"))) == (1 if why.startswith("A good") else 0)
