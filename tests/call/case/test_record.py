"""The record: values by how they look, shown in texts, counted with in conditions, effects and costs."""

import pytest

from simulator import Case, CaseError, parse_case
from simulator.call.play import rehearsal as call
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all

CASE = """\
id: refund
language: LANGUAGE
title: A refund
agent: {authority: 1, budget: 500}
record:
  ticket: 680 yuan
  fee: {member: 0 yuan, otherwise: 136 yuan}
  back: ticket - fee
  seats: 2
  card: {member: gold, otherwise: plain}
  paid: true
  bought: 2026-11-20
  departs: 14:05
  until: departs - 90
words: {gold: GOLD, plain: no card}
personas:
  member: {name: M, who: w, expects: a, gives-away: g}
  stranger: {name: S, who: w, expects: b, gives-away: g}
rehearsal:
  one:
    customer: Back?
    screen: "{ticket} · {fee} · {back} · {seats} · {card} · {paid} · {bought} · {departs} · {until} · {x y}"
    moves:
      tell: {say: "You get {back}.", why: w, cost: fee, effect: {solved: 40 + seats * 10, trust: {card == gold: fee + 5, otherwise: 2}}, to: end}
      late: {say: Late., why: w, when: bought < 2026-11-21 and departs >= 14:00 and until == 12:35 and back > 600, to: end}
endings:
  end: {title: E, why: w}
"""


def case_in(language: str, text: str = CASE) -> Case:
    """The case in a language."""
    return parse_case(
        text.replace("LANGUAGE", language).replace("GOLD", {"en": "gold card", "zh": "金卡"}[language])
    )


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (
            "en",
            [
                "680 yuan",
                "0 yuan",
                "680 yuan",
                "2",
                "gold card",
                "yes",
                "20 November",
                "14:05",
                "12:35",
                "{x y}",
            ],
        ),
        ("zh", ["680元", "0元", "680元", "2", "金卡", "是", "11月20日", "14:05", "12:35", "{x y}"]),
    ],
)
def test_values_are_shown_as_readers_write_them(language: str, shown: list[str]) -> None:
    """A trainee would read a day as a number, or see braces."""
    case = case_in(language)
    screen = call.moment(case, call.opening(case, 0)).screen
    assert screen is not None
    assert screen.split(" · ") == shown


def test_each_caller_hears_the_own_amount() -> None:
    """Every caller would be told the same refund, or a case would be needed for each."""
    case = case_in("en")
    said = [call.replies(case, call.opening(case, place))[0].say for place in range(2)]
    assert said == ["You get 680 yuan.", "You get 544 yuan."]


def test_effects_and_costs_count_with_the_record() -> None:
    """An amount would have to be written once for each caller, and be forgotten when the record changes."""
    case = case_in("en")
    gauges = {gauge.id: place for place, gauge in enumerate(case.gauges)}
    after = []
    for place in range(2):
        position = call.opening(case, place)
        ended = call.reply(case, position, case.opening.moves["tell"])
        after.append([ended.gauges[gauges[name]] for name in ("solved", "trust", "cost")])
    assert after == [[60, 45, 0], [60, 42, 136]]


def test_conditions_know_days_times_words_and_sums() -> None:
    """A day would be read as a subtraction, or a reply be offered to whom it does not fit."""
    case = case_in("en")
    assert [[move.id for move in call.replies(case, call.opening(case, place))] for place in range(2)] == [
        ["tell", "late"],
        ["tell"],
    ]


STATUS = (
    "  share: {card == gold and seats > 1: 150, bought > 2026-11-19 and not paid: 1, card != gold: 100, otherwise: 50}\n"
    "  card:"
)


def test_a_value_may_be_another_one() -> None:
    """A customer would be told the name of an amount in place of the amount."""
    choice = "  told: {fee > 100: back, otherwise: ticket}\n  shown: card\n  card:"
    case = case_in("en", CASE.replace("  card:", choice).replace("{x y}", "{told} · {shown}"))
    screens = [call.moment(case, call.opening(case, place)).screen or "" for place in range(2)]
    assert [screen.split(" · ")[-2:] for screen in screens] == [
        ["680 yuan", "gold card"],
        ["544 yuan", "no card"],
    ]


def test_values_may_depend_on_other_values() -> None:
    """A scale by status would have to be copied into every record."""
    case = case_in("en", CASE.replace("  card:", STATUS).replace("{x y}", "{share}"))
    assert [one.record["share"] for one in case.personas] == ["150", "100"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("card == silver", "Nothing here is named “silver”."),
        ("heat > 5", "Nothing here is named “heat”."),
        ("card > 1", "A word is only compared with words"),
        ("seats", "This is a number where a condition is needed"),
        ("share > 5", "“share” is worked out from itself."),
        ("late-delivery.day-amount > 5", "There is no policy “late-delivery”"),
    ],
)
def test_faults_in_conditions_on_other_values_are_located(condition: str, said: str) -> None:
    """An author would see a wrong amount in a call, and not learn why."""
    text = CASE.replace("  card:", f"  share: {{{condition}: 150, otherwise: 100}}\n  card:")
    with pytest.raises(CaseError) as caught:
        case_in("en", text)
    found = [problem for problem in caught.value.problems if str(problem.message).startswith(said)]
    assert found, [str(problem.message) for problem in caught.value.problems]
    assert found[0].place.line == text[: text.index("  share:")].count("\n") + 1


def test_records_apart_from_personas() -> None:
    """A caller's character would give away what only the record says."""
    records = "records:\n  loyal: {name: loyal, weight: 3, values: {fee: 0 yuan}}\n  new: {}\n"
    case = case_in("en", CASE.replace("personas:\n", records + "personas:\n"))
    assert [(one.id, one.kind, one.name, one.weight, one.record["fee"]) for one in case.personas] == [
        ("member.loyal", "member", "M · loyal", 3, "0 yuan"),
        ("member.new", "member", "M", 1, "0 yuan"),
        ("stranger.loyal", "stranger", "S · loyal", 3, "0 yuan"),
        ("stranger.new", "stranger", "S", 1, "136 yuan"),
    ]
    shoes = Shoes(case, list(solve_all(case)))
    alike = shoes.at_start(2)  # a stranger with the loyal record shows what nobody else's screen shows
    assert [place is None for place in alike] == [True, True, False, True]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{back}.", "{bakc}.", "No record says “bakc”. Did you mean “back”?"),
        ("back: ticket - fee", "back: back - fee", "“back” is worked out from itself."),
        ("back: ticket - fee", "back: card + 1 - fee", "Words, and yes or no, cannot be counted with."),
        ("bought: 2026-11-20", "bought: 2026-11-31", "There is no such day or time of day: “2026-11-31”."),
        ("fee: {member: 0 yuan", "fee: {member: none", "“fee” is of different kinds with different callers"),
        ("fee: {member: 0 yuan", "fee: {heat > 5: 0 yuan", "Nothing here is named “heat”."),
        (
            "fee: {member: 0 yuan, otherwise: 136 yuan}",
            "fee: {member: 0 yuan}",
            "The last line here must be “otherwise: …”",
        ),
        ("cost: fee", "cost: fee - 200", "With one of the callers this would cost less than nothing."),
        ("cost: fee", "cost: heat", "An amount can be worked out from what the record says"),
        ("card == gold", "card == silver", "Nothing here is named “silver”."),
        ("card == gold", "card > 3", "A word is only compared with words"),
        ("card == gold", "card", "A word is only compared with words"),
        ("2026-11-21 and", "2026-13-21 and", "There is no such day."),
        ("14:00 and", "25:00 and", "There is no such time of day."),
        ("seats: 2", "heat: 2", "“heat” names two things"),
    ],
)
def test_faults_are_located(old: str, new: str, said: str) -> None:
    """An author would see a wrong amount in a call, and not learn why."""
    assert CASE.count(old) == 1
    with pytest.raises(CaseError) as caught:
        case_in("en", CASE.replace(old, new))
    problems = [problem for problem in caught.value.problems if str(problem.message).startswith(said)]
    assert problems, [str(problem.message) for problem in caught.value.problems]
    assert problems[0].place.line > 1
