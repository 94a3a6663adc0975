"""same-best-plan: one list of replies for everybody."""

from .rehearsed import line_of, planted, played, remarks

RULE = "same-best-plan"
LOOK = ("      for-whom:\n", "      look: {say: I am looking., why: W., to: on-its-way}\n      for-whom:\n")


def test_a_list_that_does_for_all() -> None:
    """A script that is as good as the best for every persona would not be found, or not do what is claimed."""
    changes = [LOOK, ("effect: {trust: -10}", "effect: {trust: -8}")]
    study = planted(*changes)
    (remark,) = remarks(RULE, study)
    assert remark.place.line == line_of("personas:")
    assert str(remark.message) == (
        "One list of replies does for all personas what can be done: which-door, look, turn-round. Let something in it"
        " be wrong for somebody, so that listening pays."
    )
    assert remark.witness is not None
    for persona, solution in zip(study.case.personas, study.solutions, strict=True):
        achieved = played(study, remark.witness.__class__(persona.id, remark.witness.moves)).outcome()
        assert achieved is not None
        assert achieved.score >= solution.best[0] - 3


def test_a_list_that_costs_somebody() -> None:
    """A list that is clearly less than one persona's best would be named."""
    changes = [LOOK, ("effect: {trust: -10}", "effect: {trust: {hurried: -40, otherwise: -8}}")]
    assert remarks(RULE, planted(*changes)) == []


def test_the_same_words_in_other_scenes() -> None:
    """Personas who are led to different scenes by replies of the same name would be taken for different plans."""
    twice = [
        LOOK,
        (
            "look: {say: I am looking., why: W., to: on-its-way}",
            "look: {say: I am looking., why: W., to: {worried: on-its-way, otherwise: other-way}}",
        ),
        (
            "endings:\n",
            "  other-way:\n    customer: And?\n    moves:\n      turn-round: {say: He turns., why: W., to: settled}\nendings:\n",
        ),
        ("effect: {trust: -10}", "effect: {trust: -8}"),
    ]
    assert len(remarks(RULE, planted(*twice))) == 1


def test_different_best_ways() -> None:
    """Personas whose best ways differ would be taken for one."""
    assert remarks(RULE, planted()) == []
