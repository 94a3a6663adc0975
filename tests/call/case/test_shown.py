"""Values in texts outside of the call's lines: the same whoever calls, or a fault that says so."""

import pytest

from simulator import CaseError, parse_case

CASE = """\
id: shown
language: en
title: Order {order}
summary: It is about {fee}.
skills: ["{fee}"]
record: {order: 7731, fee: 12 yuan, tier: {one: gold, otherwise: plain}}
facts: {seen: "order {order} was looked at"}
critical: {lost: "{order} was lost"}
speakers: {desk: "Desk {order}"}
personas:
  one: {name: One, who: "Ordered {order}.", expects: "{fee}", gives-away: g}
  two: {name: Two, who: w, expects: b, gives-away: g}
replay:
  lines: [{id: a, customer: "Order {order}.", key: "{order} is named."}]
analysis:
  recorded: one
  steps:
    which:
      question: What of {order}?
      hints: ["{fee}"]
      why: "So {fee}."
      options: {a: {text: "{fee}", right: true, why: "{order}"}, b: {text: Nothing}}
rehearsal:
  opening: {customer: "{tier}?", moves: {end: {say: Bye., why: w, to: end}}}
endings:
  end: {title: "Paid {fee}", why: w}
"""


def test_every_text_shows_what_is_the_same_with_everybody() -> None:
    """A trainee would read braces in a title, in a question or beside the call."""
    case = parse_case(CASE)
    (line,), step = case.lines, (case.analysis and case.analysis.steps["which"])
    assert step
    assert [
        case.title, case.summary, *case.skills, *case.facts.values(), case.critical["lost"].text,
        case.personas[0].who, case.personas[0].expects, line.words, *line.details.values(),
        step.question, *step.hints, step.why, step.options["a"].text, step.options["a"].why,
        case.endings["end"].title,
    ] == [
        "Order 7731", "It is about 12 yuan.", "12 yuan", "order 7731 was looked at", "7731 was lost",
        "Ordered 7731.", "12 yuan", "Order 7731.", "7731 is named.",
        "What of 7731?", "12 yuan", "So 12 yuan.", "12 yuan", "7731",
        "Paid 12 yuan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Paid {fee}", "For {tier}", "“tier” is not the same with everybody who calls, and this text is."),
        (
            "Order {order}\n",
            "Order {tier}\n",
            "“tier” is not the same with everybody who calls, and this text is.",
        ),
        ("What of {order}?", "What of {ordre}?", "No record says “ordre”. Did you mean “order”?"),
    ],
)
def test_a_value_that_cannot_be_shown_is_a_fault(old: str, new: str, said: str) -> None:
    """An author would publish a title in braces, or one with somebody else's amount."""
    assert CASE.count(old) == 1
    changed = CASE.replace(old, new)
    with pytest.raises(CaseError) as caught:
        parse_case(changed)
    (problem,) = caught.value.problems
    assert str(problem.message).startswith(said)
    assert changed.splitlines()[problem.place.line - 1][problem.place.column - 1 :].startswith("{")


def test_without_a_record_braces_are_braces() -> None:
    """A title with braces of its own would be a fault in a case that knows no values."""
    text = CASE.replace(CASE[CASE.index("record:") : CASE.index("facts:")], "").replace("{tier}?", "Hm?")
    assert parse_case(text).title == "Order {order}"
