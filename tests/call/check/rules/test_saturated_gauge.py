"""saturated-gauge: a gauge that stands at its end already."""

from .rehearsed import line_of, planted, remarks

RULE = "saturated-gauge"
TO_TAXI = "to: {hurried: on-its-way, otherwise: hangs-up}"
TO_MOTHER = "to: {worried: on-its-way, otherwise: hangs-up}"


def test_lowered_from_the_bottom() -> None:
    """An amount that is taken from nothing would not be found."""
    change = (TO_TAXI, "effect: {risk: -10}\n        " + TO_TAXI)
    (remark,) = remarks(RULE, planted(change))
    assert remark.place.line == line_of("by-when:")
    assert str(remark.message) == (
        "Of all the times that a reply should move “risk”, it already stands at its end in 100 percent, as here."
        " Smaller amounts, another start or a wider range would let each of them count."
    )
    assert remark.witness is not None
    assert remark.witness.moves == ("which-door", "by-when")


def test_raised_from_the_top() -> None:
    """An amount that is added to a full gauge would not be found."""
    full = ("personas:\n", "gauges: {composure: {starts: 100}}\npersonas:\n")
    assert len(remarks(RULE, planted(full, (TO_TAXI, "effect: {composure: +5}\n        " + TO_TAXI)))) == 1


def test_half_of_the_times() -> None:
    """A gauge that is moved as often as it is not would be named."""
    moved = (TO_MOTHER, "effect: {risk: +10}\n        " + TO_MOTHER)
    lost = (TO_TAXI, "effect: {risk: -10}\n        " + TO_TAXI)
    assert remarks(RULE, planted(lost, moved)) == []


def test_a_part_of_an_amount() -> None:
    """An amount of which some counts would be taken for one that is lost."""
    some = ("personas:\n", "gauges: {risk: {starts: 5}}\npersonas:\n")
    assert remarks(RULE, planted(some, (TO_TAXI, "effect: {risk: -10}\n        " + TO_TAXI))) == []
