"""unreachable-scene: a scene that no call comes to."""

from .rehearsed import CASE, line_of, remarks, study_of, told

RULE = "unreachable-scene"
COLD = (
    "endings:\n",
    """\
  cold:
    customer: You are not listening.
    moves:
      sorry: {say: I was too quick., why: Too late., to: hangs-up}
endings:
""",
)
TO_MOTHER = "to: {worried: on-its-way, otherwise: hangs-up}"


def test_a_scene_without_a_way_to_it() -> None:
    """A scene whose `to` was forgotten would not be found."""
    sentence = "No call ever comes to the scene “cold”. Lead a move to it, or take it out."
    assert told(RULE, COLD) == [(line_of("  cold:", COLD), sentence)]


def test_a_way_that_nobody_can_go() -> None:
    """A scene behind a condition that never holds would be taken for reached."""
    never = (TO_MOTHER, "to: {worried: on-its-way, heat > 90: cold, otherwise: hangs-up}")
    assert [line for line, _ in told(RULE, COLD, never)] == [line_of("  cold:", COLD, never)]


def test_a_way_for_one_persona() -> None:
    """A scene that only one persona comes to would be named."""
    assert told(RULE, COLD, (TO_MOTHER, "to: {worried: on-its-way, otherwise: cold}")) == []


def test_none_in_the_clean_case() -> None:
    """The small case that all these tests plant their faults in would have one already."""
    assert remarks(RULE, study_of(CASE)) == []
