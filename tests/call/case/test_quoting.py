"""What policies say, quoted in a case: shown with its unit, counted with, as of the case's date, and told when it changes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from simulator import Case, CaseError, load_case, parse_case
from simulator.call.check.checking import check_case
from simulator.call.check.lint import Selection
from simulator.call.play import rehearsal as call
from simulator.library.bundles import with_quoted
from simulator.policy.loading import known_policies
from simulator.policy.policy import Policy

POLICY = """\
id: late
desk: delivery
title: {en: Late, zh: 送晚了}
facts:
  day-amount: {kind: amount, means: {en: a day, zh: 一天}}
  share: {kind: percent, means: {en: share, zh: 比例}}
  reply: {kind: days, means: {en: reply, zh: 答复}}
  first: {kind: hours, means: {en: first word, zh: 先回话}}
  times: {kind: limit, means: {en: times, zh: 次数}}
  alone: {kind: yes-no, means: {en: alone, zh: 自己定}}
versions:
  v1:
    effective: 2024-01-01
    summary: {en: s, zh: s}
    clauses: {amount: {en: Twenty a day., zh: 一天二十。}, tell: {en: Tell., zh: 先说。}}
    values: {day-amount: 20, share: 15, reply: 1, first: 24, times: 3, alone: true}
  v2:
    effective: 2024-06-01
    summary: {en: s, zh: s}
    clauses: {amount: {en: Thirty a day., zh: 一天三十。}}
    values: {day-amount: 30, alone: false}
  v3:
    effective: 2024-09-01
    summary: {en: s, zh: s}
    values: {reply: 2}
    drops: [tell, times]
"""
CASE = """\
id: refund
language: en
title: A refund
date: 2024-05-02
agent: {authority: 1, budget: 500}
record:
  days: 3
  voucher: days * late.day-amount
  daily: late.day-amount
outcome:
  company: {business: 100 - cost / 2 - late.share}
personas:
  member: {name: M, who: w, expects: a, gives-away: g}
rehearsal:
  one:
    customer: {late.alone: "Back?", otherwise: "Well?"}
    screen: "{late.day-amount} · {late.share} · {late.reply} · {late.first} · {late.times} · {late.alone} · {voucher} · {daily}"
    moves:
      tell: {say: "You get {late.day-amount}.", why: w, cost: late.day-amount * 2, effect: {solved: 40 + late.share}, to: end}
      held: {say: Held., why: w, when: late.day-amount > 25, to: end}
endings:
  end: {title: E, why: w}
"""


@pytest.fixture
def policies(tmp_path: Path) -> dict[str, Policy]:
    """The policy, as it is read from a bank."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "late.yaml").write_text(POLICY, encoding="utf-8")
    return dict(known_policies(tmp_path))


def screen(case: Case) -> str | None:
    """What the agent's screen shows at the opening."""
    return call.moment(case, call.opening(case, 0)).screen


def test_shown_with_its_unit_in_the_readers_language(policies: dict[str, Policy]) -> None:
    """A trainee would read a bare number, or the other language's unit."""
    english, chinese = (
        parse_case(CASE.replace("language: en", f"language: {language}"), policies=policies)
        for language in ("en", "zh")
    )
    assert screen(english) == "20 yuan · 15 % · 1 day · 24 hours · 3 · yes · 60 yuan · 20 yuan"
    assert screen(chinese) == "20元 · 15% · 1天 · 24小时 · 3 · 是 · 60元 · 20元"


def test_counted_with_as_of_the_date(policies: dict[str, Policy]) -> None:
    """A call of May would be paid by the rule of June, or a condition by no rule at all."""
    found = {}
    for day in ("2024-05-31", "2024-06-01"):
        case = parse_case(CASE.replace("2024-05-02", day), policies=policies)
        opening = call.opening(case, 0)
        after = call.reply(case, opening, case.opening.moves["tell"])
        found[day] = (
            call.moment(case, opening).customer,
            [move.say for move in call.replies(case, opening)],
            after.gauges[4:7],
            case.cells.company_business(after),
        )
    assert found == {
        "2024-05-31": ("Back?", ["You get 20 yuan."], (55, 0, 40), 65),
        "2024-06-01": ("Well?", ["You get 30 yuan.", "Held."], (55, 0, 60), 55),
    }


def test_other_figures_make_another_case(policies: dict[str, Policy]) -> None:
    """An attempt would be replayed, and a kept solution be read, of a case with other amounts."""
    digests = {
        parse_case(CASE, policies=policies).digest,
        parse_case(CASE, policies=policies).digest,
    }
    assert len(digests) == 1
    first, *later = policies["late"].versions
    corrected = replace(first, values={**first.values, "day-amount": 25})
    other = {"late": replace(policies["late"], versions=(corrected, *later))}
    assert parse_case(CASE, policies=other).digest not in digests


@pytest.mark.parametrize(
    ("old", "new", "told", "where"),
    [
        ("date: 2024-05-02\n", "", "has a value on a day; say on which day", "days * late.day-amount"),
        ("2024-05-02", "2023-12-31", "does not count before 2024-01-01.", "days * late.day-amount"),
        ("2024-05-02", "2024-02-30", "There is no such day.", "2024-02-30"),
        ("get {late.day-amount}", "get {late.day-amont}", "“late.day-amont”. Did you mean “day-amount”?", "{late.day-amont}"),
        ("get {late.day-amount}", "get {lates.day-amount}", "There is no policy “lates”", "{lates.day-amount}"),
        ("late.day-amount > 25", "late.day-amount", "This is a number where a condition is needed", "late.day-amount, to: end"),
        ("late.day-amount > 25", "late.alone > 25", "This is true or false where a number is needed.", "late.alone > 25"),
        ("days * late.day-amount", "days * late.alone", "Words, and yes or no, cannot be counted with.", "days * late.alone"),
        ("40 + late.share", "40 + late.shares", "There is no fact “late.shares”.", "late.shares"),
    ],
)  # fmt: skip
def test_what_cannot_be_quoted_is_told_where_it_stands(
    old: str, new: str, told: str, where: str, policies: dict[str, Policy]
) -> None:
    """A slip would be shown to trainees in braces, or count as nothing."""
    text = CASE.replace(old, new)
    with pytest.raises(CaseError) as raised:
        parse_case(text, policies=policies)
    places = [one.place for one in raised.value.problems if told in str(one.message)]
    at = {text.splitlines()[place.line - 1][place.column - 1 :][: len(where)] for place in places}
    assert where in at


@pytest.mark.parametrize("inside", [True, False])
def test_found_with_the_case(inside: bool, policies: dict[str, Policy], tmp_path: Path) -> None:
    """An author would have to say where the policies are, or a case that travels would lose them."""
    folder = tmp_path / "elsewhere" / "refund" if inside else tmp_path / "refund"
    folder.mkdir(parents=True)
    text = CASE.encode()
    kept = {"policies/late.yaml": POLICY.encode(), "policies/other.yaml": b"id: other"}
    files = with_quoted({"case.yaml": text}, kept) if inside else {"case.yaml": text}
    assert sorted(files) == (["case.yaml", "policies/late.yaml"] if inside else ["case.yaml"])
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    assert load_case(folder).digest == parse_case(CASE, policies=policies).digest


def test_a_changed_policy_is_told_where_it_is_quoted_or_cited(
    policies: dict[str, Policy], tmp_path: Path
) -> None:
    """Trainees would practise a figure of last year, and nobody would be told in which reply it stands."""
    folder = tmp_path / "refund"
    folder.mkdir()
    text = CASE.replace("agent:", "cites: [late/tell, late/amount]\nagent:").replace(
        "{late.times} · ", "{late.times} · {late.first} · "
    )
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    only = Selection(frozenset({"clause-outdated"}))

    def told(day: str) -> list[tuple[int, str]]:
        found = check_case(folder, [], only, day=date.fromisoformat(day))
        return [
            (problem.place.line, str(problem.message).split(". Look")[0].split(" Look")[0])
            for problem in found
        ]

    assert told("2024-05-31") == []
    daily = "“late.day-amount” is 30 yuan since 2024-06-01; on the case's date it is 20 yuan"
    alone = "“late.alone” is no since 2024-06-01; on the case's date it is yes"
    amount = "The clause “late/amount” reads otherwise since 2024-06-01: “Thirty a day.”"
    june = [
        (5, amount), (9, daily), (10, daily), (17, alone), (18, daily), (18, alone),
        (20, daily), (20, daily), (21, daily),
    ]  # fmt: skip
    assert told("2024-06-01") == june
    gone = [
        (5, "The clause “late/tell” is gone since 2024-09-01."),
        (18, "“late.reply” is 2 days since 2024-09-01; on the case's date it is 1 day"),
        (18, "“late.times” is stated no more since 2024-09-01."),
    ]
    assert sorted(told("2024-12-01")) == sorted(june + gone)
