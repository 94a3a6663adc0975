"""no-win-win: a persona with whom nobody can win."""

from .rehearsed import line_of, planted, remarks, score_of

RULE = "no-win-win"


def test_the_best_there_is() -> None:
    """A persona who cannot be won would not be found, or the plan would not be the best call with it."""
    study = planted(("understood: +60,", "understood: {hurried: 0, otherwise: +60},"))
    (remark,) = remarks(RULE, study)
    assert remark.place.line == line_of("  hurried: {name")
    assert str(remark.message) == (
        "No call with “hurried” comes to a win-win; the best scores 81. Open a way: effects that count for more, an"
        " ending that makes up for a loss, or a lower bar."
    )
    assert remark.witness is not None
    assert (remark.witness.persona, score_of(study, remark.witness)) == ("hurried", 81)


def test_the_bar_decides() -> None:
    """A high score that stays below the bar somewhere would be taken for a win."""
    bar = ("personas:\n", "outcome: {bar: 85}\npersonas:\n")
    assert [remark.witness and remark.witness.persona for remark in remarks(RULE, planted(bar))] == [
        "worried",
        "hurried",
    ]
