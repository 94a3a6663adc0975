"""dominated-move: a reply that another one of its scene always replaces."""

from .rehearsed import line_of, planted, remarks

RULE = "dominated-move"
BEFORE = "      turn-round:\n"


def soon(**keys: str) -> tuple[str, str]:
    """A further reply in the last scene, like `call-back` but for a loss of trust."""
    stated = {"to": "{worried: settled, otherwise: hangs-up}", "effect": "{trust: -10}"} | keys
    lines = ", ".join(f"{key}: {value}" for key, value in stated.items())
    return BEFORE, f"      soon: {{say: You hear from us., why: W., {lines}}}\n{BEFORE}"


def test_never_better_and_worse_somewhere() -> None:
    """A reply that is never right would not be found, or the plan would not say it where it costs most."""
    (remark,) = remarks(RULE, planted(soon()))
    assert remark.place.line == line_of("soon:", soon())
    assert str(remark.message) == (
        "“soon” is never better than “call-back”, whoever is on the line, and here it costs 3 points. Let it be right"
        " for somebody, or at some moment."
    )
    assert remark.witness is not None
    assert (remark.witness.persona, remark.witness.moves) == (
        "worried",
        ("which-door", "for-whom", "soon"),
    )


def test_right_for_one_persona() -> None:
    """A reply that is the best for one persona alone would be named, and not those that it makes useless."""
    told = [str(remark.message) for remark in remarks(RULE, planted(soon(effect="{trust: +10}")))]
    assert [sentence.split(",")[0] for sentence in told] == ["“call-back” is never better than “soon”"]


def test_where_only_one_of_them_is_open() -> None:
    """Replies that are never open together would be weighed against each other."""
    other = ("      turn-round:\n", "      turn-round:\n        when: worried\n")
    study = planted(soon(when="hurried", to="settled", effect="{trust: -20}"), other)
    told = [str(remark.message) for remark in remarks(RULE, study)]
    assert [sentence.split(",")[0] for sentence in told if sentence.startswith("“soon”")] == [
        "“soon” is never better than “a-time”"
    ]


def test_alike_everywhere() -> None:
    """Two replies of which neither is ever worse would be named; if at all, that is for same-result."""
    assert remarks(RULE, planted(soon(effect="{trust: 0}"))) == []


def test_critical_errors_are_there_to_be_wrong() -> None:
    """An insult would be called useless."""
    errors = ("personas:\n", "critical: {rude: An insult.}\npersonas:\n")
    assert remarks(RULE, planted(errors, soon(critical="rude"))) == []


def test_what_comes_before_replaces_nothing() -> None:
    """A reply that is still needed after a kind word would be called useless, because the word should come first."""
    kind = "      kind: {say: I hear you., once: true, effect: {trust: +10}, why: W.}\n"
    assert remarks(RULE, planted(("      which-door: {say", kind + "      which-door: {say"))) == []
