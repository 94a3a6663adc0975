"""endless-call: a call that can go round for ever."""

from .rehearsed import line_of, planted, played, remarks
from .test_no_move_left import TO_COLD, cold

RULE = "endless-call"
BYE = "bye: {say: Goodbye., why: Well., to: hangs-up}"


def test_the_same_reply_for_ever() -> None:
    """A reply that uses nothing up would not be found, or the plan would not come back to where it was."""
    sorry = cold("sorry: {say: Sorry., why: Well.}", BYE)
    study = planted(TO_COLD, sorry)
    (remark,) = remarks(RULE, study)
    assert remark.place.line == line_of("  cold:", TO_COLD, sorry)
    assert str(remark.message).startswith(
        "From “cold” a call can go on for ever, by “sorry” again and again."
    )
    assert remark.witness is not None
    play = played(study, remark.witness)
    after = play.progress.rehearsal
    play.pop()
    assert play.progress.rehearsal == after


def test_a_circle_of_two_scenes() -> None:
    """A circle through several scenes would not be found."""
    there = cold("back: {say: Again., why: Well., to: colder}", BYE)
    colder = (
        "endings:\n",
        there[1].replace(
            "endings:\n",
            "  colder:\n    customer: No.\n    moves:\n      on: {say: Yes., why: W., to: cold}\nendings:\n",
        ),
    )
    (remark,) = remarks(RULE, planted(TO_COLD, colder))
    assert "by “back, on” again" in str(remark.message)


def test_effects_that_wear_off() -> None:
    """A circle that begins only when a gauge has come to its end would not be found."""
    fading = cold("sorry: {say: Sorry., effect: {trust: -15}, why: Well.}", BYE)
    (remark,) = remarks(RULE, planted(TO_COLD, fading))
    assert remark.witness is not None
    assert remark.witness.moves.count("sorry") == 4  # 40, 25, 10, 0, and 0 again


def test_whatever_is_used_up() -> None:
    """A reply that can be said only once, or that takes patience until the customer hangs up, would be named."""
    assert remarks(RULE, planted(TO_COLD, cold("sorry: {say: Sorry., once: true, why: Well.}", BYE))) == []
    patience = ("personas:\n", "gauges: {patience: {starts: 60, each-reply: -5}}\npersonas:\n")
    ending = (
        "endings:\n",
        cold("sorry: {say: Sorry., why: Well.}")[1] + "  gone: {title: G, why: W., when: patience <= 0}\n",
    )
    assert remarks(RULE, planted(patience, TO_COLD, ending)) == []
