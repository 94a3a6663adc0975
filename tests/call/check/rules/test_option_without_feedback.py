"""option-without-feedback: every answer teaches something."""

from .planted import line_of, told

RULE = "option-without-feedback"


def test_options_need_a_reason() -> None:
    """A trainee would be told “wrong” and nothing else."""
    assert told(RULE, (", why: She never says so.", ""), (", why: She says so.", "")) == [
        (
            line_of(f"        {o}:"),
            f"Whoever picks “{o}” does not learn what is right or wrong with it. Say so with “why”.",
        )
        for o in ("hers", "mothers")
    ]


def test_an_order_needs_one_reason() -> None:
    """A trainee would be shown the right order and not why it is the right one."""
    assert told(RULE, ("      why: Ask before you look.\n", "")) == [
        (line_of("    order:"), "Nobody learns why “order” goes in this order. Say so with “why”.")
    ]


def test_feedback_everywhere() -> None:
    """The options of an order, which has its reason as a whole, would be asked for one each."""
    assert told(RULE) == []
