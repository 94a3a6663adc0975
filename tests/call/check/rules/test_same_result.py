"""same-result: a scene in which it makes no difference what is said."""

from .rehearsed import line_of, planted, remarks

RULE = "same-result"
TO_WAITING = ("to: told-which}", "to: waiting}")


def waiting(*moves: str) -> tuple[str, str]:
    """A scene with these replies on the way."""
    lines = "".join(f"      {move}\n" for move in moves)
    return "  told-which:\n", f"  waiting:\n    customer: Well?\n    moves:\n{lines}  told-which:\n"


MOMENT = "moment: {say: A moment., why: W., to: told-which}"
WAIT = "wait: {say: Do wait., why: W., to: told-which}"


def test_all_lead_to_the_same() -> None:
    """A scene whose replies weigh nothing would not be found."""
    changes = (TO_WAITING, waiting(MOMENT, WAIT))
    (remark,) = remarks(RULE, planted(*changes))
    assert remark.place.line == line_of("    moves:\n      moment", *changes)
    assert str(remark.message) == (
        "Whatever is said in “waiting”, the call goes on exactly alike. Let the replies differ in what they do or"
        " where they lead."
    )
    assert remark.witness is not None
    assert remark.witness.moves == ("which-door", "moment")


def test_it_matters_to_one_persona() -> None:
    """A reply that only one persona takes otherwise would be taken for the same."""
    other = "wait: {say: Do wait., effect: {heat: {hurried: +5, otherwise: 0}}, why: W., to: told-which}"
    assert remarks(RULE, planted(TO_WAITING, waiting(MOMENT, other))) == []


def test_it_is_remembered() -> None:
    """A reply after which something more is known would be taken for the same."""
    facts = ("personas:\n", "facts: {asked: a}\npersonas:\n")
    other = "wait: {say: Do wait., learn: asked, why: W., to: told-which}"
    assert remarks(RULE, planted(facts, TO_WAITING, waiting(MOMENT, other))) == []


def test_never_two_at_a_time() -> None:
    """A scene in which there is never a choice would be named: each reply is for another persona."""
    moves = (MOMENT.replace("why", "when: worried, why"), WAIT.replace("why", "when: hurried, why"))
    assert remarks(RULE, planted(TO_WAITING, waiting(*moves))) == []
