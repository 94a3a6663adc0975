"""no-move-left: a call that stands still."""

from .rehearsed import line_of, planted, played, remarks

RULE = "no-move-left"
TO_COLD = ("to: {worried: on-its-way, otherwise: hangs-up}", "to: {worried: on-its-way, otherwise: cold}")


def cold(*moves: str) -> tuple[str, str]:
    """A scene with these replies, before the endings."""
    lines = "".join(f"      {move}\n" for move in moves)
    return "endings:\n", f"  cold:\n    customer: You do not listen.\n    moves:\n{lines}endings:\n"


ONCE = "sorry: {say: Sorry., once: true, why: Well.}"


def test_all_is_used_up() -> None:
    """A call in which nothing is left to say would not be found, or the plan would not lead there."""
    study = planted(TO_COLD, cold(ONCE))
    (remark,) = remarks(RULE, study)
    assert remark.place.line == line_of("    moves:\n      sorry", TO_COLD, cold(ONCE))
    assert str(remark.message) == (
        "A call can come to “cold” when no reply is left there. Let one of them have neither “when” nor “once”, nor"
        " need anything else."
    )
    assert remark.witness is not None
    play = played(study, remark.witness)
    assert (play.legal_moves(), play.over, play.moves) == ([], False, ["which-door", "for-whom", "sorry"])


def test_each_scene_is_named_once() -> None:
    """A scene in which many calls stand still would fill the screen."""
    guarded = "sorry: {say: Sorry., when: trust > 90, why: Well.}"
    other = ("to: {hurried: on-its-way, otherwise: hangs-up}", "to: {hurried: on-its-way, otherwise: cold}")
    assert len(remarks(RULE, planted(TO_COLD, other, cold(guarded)))) == 1


def test_what_is_beyond_the_agent_is_no_move() -> None:
    """A reply that is shown but refused would be taken for a way out."""
    above = "ask: {say: I ask., authority: 1, why: Well., to: hangs-up}"
    assert len(remarks(RULE, planted(TO_COLD, cold(above)))) == 1
    agent = ("personas:\n", "agent: {authority: 1}\npersonas:\n")
    assert remarks(RULE, planted(agent, TO_COLD, cold(above))) == []


def test_a_call_that_ends_in_time() -> None:
    """A scene that the call has left for an ending by then would be named."""
    patience = ("personas:\n", "gauges: {patience: {starts: 30, each-reply: -10}}\npersonas:\n")
    ending = ("endings:\n", cold(ONCE)[1] + "  gone: {title: G, why: W., when: patience <= 0}\n")
    assert remarks(RULE, planted(patience, TO_COLD, ending)) == []
