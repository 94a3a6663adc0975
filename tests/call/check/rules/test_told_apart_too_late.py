"""told-apart-too-late: personas that sound alike until it is too late."""

from .rehearsed import CASE, line_of, planted, played, remarks, study_of

RULE = "told-apart-too-late"
TOLD = """\
    customer:
      worried: The side door. My mother cannot do stairs.
      otherwise: The front. My taxi is standing there.
"""
ALIKE = "    customer: The front door.\n"


def test_the_best_agent_must_guess() -> None:
    """A case in which nobody can know better would not be found, or the place where it costs would be another."""
    study = planted((TOLD, ALIKE))
    (remark,) = remarks(RULE, study)
    assert str(remark.message) == (
        "Who is on the line cannot be heard before it matters; that costs even the best agent 44 points on average,"
        " most of them here, in “told-which”. Let their words differ before, or a question bring it out."
    )
    assert remark.place.line == line_of("personas:")
    assert remark.witness is not None
    assert (played(study, remark.witness).over, len(remark.witness.moves)) == (True, 2)


def test_a_question_brings_it_out() -> None:
    """A case in which asking tells the personas apart would be named, because the scene before does not."""
    asked = "      asked: {say: Who needs it?, why: W., to: answer}\n"
    answer = f"  answer:\n{TOLD}    moves:\n      go-on: {{say: I see., why: W., to: told-which}}\n"
    study = planted(
        (TOLD, ALIKE),
        ("      which-door: {say", asked + "      which-door: {say"),
        ("  told-which:\n", answer + "  told-which:\n"),
    )
    assert remarks(RULE, study) == []


def test_a_small_loss() -> None:
    """A guess that costs next to nothing would be named."""
    little = [
        (TOLD, ALIKE),
        (
            "to: {hurried: on-its-way, otherwise: hangs-up}",
            "effect: {trust: {worried: -5, otherwise: 0}}\n        to: on-its-way",
        ),
        (
            "to: {worried: on-its-way, otherwise: hangs-up}",
            "effect: {trust: {hurried: -5, otherwise: 0}}\n        to: on-its-way",
        ),
    ]
    assert remarks(RULE, planted(*little)) == []


def test_one_persona() -> None:
    """A case with one persona would be searched for others."""
    alone = CASE.replace(CASE[CASE.index("  hurried: {name") : CASE.index("rehearsal:")], "")
    for old, new in (("hurried: on-its-way, ", ""), ("hurried: settled, ", "")):
        alone = alone.replace(old, new)
    assert remarks(RULE, study_of(alone)) == []


def test_who_comes_up_more_often_counts_more() -> None:
    """The loss would be worked out as if everybody called equally often."""
    weighted = ("  hurried: {name", "  hurried: {weight: 9, name")
    assert remarks(RULE, planted((TOLD, ALIKE), weighted)) == []
