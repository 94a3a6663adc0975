"""one-way-to-win: a single list of replies that wins."""

from simulator.call.play.outcome import Verdict

from .rehearsed import CASE, line_of, planted, played, remarks, study_of

RULE = "one-way-to-win"


def test_the_only_list() -> None:
    """A persona with whom only one list wins would not be found, or the plan would not win."""
    study = planted(("effect: {trust: -10}", "effect: {trust: {worried: -60, otherwise: -10}}"))
    (remark,) = remarks(RULE, study)
    assert remark.place.line == line_of("  worried: {name")
    assert str(remark.message) == (
        "Only one list of replies wins with “worried”: which-door, for-whom, call-back. Let a slip be made up for,"
        " or a second way lead there."
    )
    assert remark.witness is not None
    achieved = played(study, remark.witness).outcome()
    assert achieved is not None
    assert achieved.verdict is Verdict.WIN_WIN


def test_two_lists_to_one_ending() -> None:
    """Two replies that win alike would be taken for one way, because they come to the same end."""
    same = ("effect: {trust: -10}", "effect: {heat: 0}")
    assert remarks(RULE, planted(same)) == []


def test_the_same_in_another_order() -> None:
    """Two kind words of which either may come first would be taken for one way."""
    both = "      {0}: {{say: Yes., once: true, why: W., learn: {0}}}\n"
    opening = "      which-door: {say"
    words = "".join(both.format(name) for name in ("one", "two"))
    study = planted(
        ("personas:\n", "facts: {one: a, two: b}\npersonas:\n"),
        (opening, words + "      which-door: {when: one and two, say"),
        ("effect: {trust: -10}", "effect: {trust: -60}"),
    )
    assert remarks(RULE, study) == []


def test_no_way_at_all() -> None:
    """A persona with whom nobody can win would be told twice."""
    bar = ("personas:\n", "outcome: {bar: 99}\npersonas:\n")
    assert remarks(RULE, planted(bar)) == []
    assert remarks(RULE, study_of(CASE)) == []
