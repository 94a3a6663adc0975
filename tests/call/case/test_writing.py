"""What helps authors to write: Chinese names, steps in place of numbers, and slips that are told."""

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Case, parse_case
from simulator.call.case.case import GAUGES
from simulator.call.case.chinese import GAUGES_IN_CHINESE, KINDS_IN_CHINESE
from simulator.call.case.document import STEPS, Document, MoveKind, Step
from simulator.call.case.loading import case_problems
from simulator.call.case.migrating import migrated
from simulator.call.solver.solving import solve_all
from simulator.source.problems import CaseError, Problem
from simulator.source.reading import read_bytes
from simulator.source.validating import validate
from simulator.text.language import translator

CASE = """\
id: small
language: zh
title: 显示签收，人没收到
gauges: {patience: {starts: 30, each-reply: -10}}
personas:
  daughter: {name: 高女士, who: 女儿, expects: 一个时间, gives-away: 我妈, starts: {heat: 60}, reacts: {feel: {trust: +5}}}
  hurried: {name: 谭先生, who: 赶时间, expects: 一个时间, gives-away: 几点}
rehearsal:
  opening:
    customer: {heat > 50: 怎么回事！, otherwise: 没收到。}
    moves:
      sorry: {say: 对不起。, why: 好。, kind: feel, effect: {trust: {daughter: +10, otherwise: +5}, heat: -20}}
      look: {say: 我查一下。, why: 好。, kind: [check, ask], when: heat <= 50 and patience > 10, to: found}
      no: {say: 没有。, why: 不好。, kind: refuse, effect: {risk: trust - 40}, to: lost}
endings:
  found: {title: 找到了, why: 好。, effect: {solved: +90, understood: +50}}
  lost: {title: 没了, why: 不好。}
  gone: {title: 挂了, why: 等不了。, when: patience <= 0}
outcome: {customer: {personal: (understood + trust + 100 - heat) / 3}}
""".replace("{risk: trust - 40}", "{risk: +10}")


def played_out(case: Case) -> list[tuple[object, ...]]:
    """What can come of a case, with every caller."""
    return [
        (
            solution.reached.words.shape[1],
            solution.best.tolist(),
            solution.worst.tolist(),
            solution.wins.tolist(),
        )
        for solution in solve_all(case)
    ]


def renamed(text: str, names: dict[str, str]) -> str:
    """A case with other names for gauges and kinds, where they stand as names."""
    for english, chinese in names.items():
        text = re.sub(rf"(?<![\w-]){english}(?![\w-])", chinese, text)
    return text


CHINESE = {english: chinese for chinese, english in (GAUGES_IN_CHINESE | KINDS_IN_CHINESE).items()}


@settings(max_examples=40, deadline=None)
@given(chosen=st.sets(st.sampled_from(sorted(CHINESE))))
def test_chinese_names_mean_the_same(chosen: set[str]) -> None:
    """A case would play otherwise, or not at all, because its author writes 火气 and 接情绪."""
    case = parse_case(renamed(CASE, {name: CHINESE[name] for name in chosen}))
    assert played_out(case) == played_out(parse_case(CASE))
    assert [gauge.id for gauge in case.gauges] == list(GAUGES)
    assert case.scenes["opening"].moves["look"].kinds == ("check", "ask")


def test_every_gauge_and_kind_has_one_chinese_name() -> None:
    """A gauge or a kind could not be written in Chinese, or a name would stand for two."""
    literal, _ = get_args(MoveKind)
    kinds = [kind for kind in get_args(literal) if kind.isascii()]
    assert list(GAUGES_IN_CHINESE.values()) == list(GAUGES)
    assert list(KINDS_IN_CHINESE.values()) == kinds
    assert set(get_args(literal)) == {*kinds, *KINDS_IN_CHINESE}


def test_an_authors_own_name_goes_first() -> None:
    """A fact or a persona that an author calls 信任 would turn into a gauge, and the case would no longer load."""
    text = CASE.replace("personas:\n", "facts: {信任: 客户说了信任}\npersonas:\n", 1)
    text = text.replace("kind: feel,", "kind: feel, learn: 信任,").replace("heat <= 50 and", "信任 and")
    assert parse_case(text).facts == {"信任": "客户说了信任"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_problems_speak_the_name_that_was_written(language: str) -> None:
    """An author who writes 火气 would be told about a gauge “heat” that stands nowhere in the file."""
    problem = only(CASE.replace("patience: {starts: 30,", "耐心: {starts: 300,"))
    assert "“耐心”" in translator(language)(problem.message)
    assert problem.place.line == CASE[: CASE.index("gauges:")].count("\n") + 1
    slip = only(CASE.replace("trust: {daughter", "被理会: {daughter"))
    assert "“被理解”" in translator(language)(slip.message)
    kind = only(CASE.replace("kind: feel", "kind: 接情续"))
    told = translator(language)(kind.message)
    assert "“接情绪”" in told
    assert "apologise" not in told


def test_one_gauge_by_two_names() -> None:
    """What is said of a gauge under its second name would be lost without a word."""
    problem = only(CASE.replace("gauges: {", "gauges: {耐心: {starts: 20}, "))
    assert (problem.rule, str(problem.message)) == ("name-twice", "“patience” and “耐心” are one gauge.")


def only(text: str) -> Problem:
    """The one problem of a case in a text."""
    with pytest.raises(CaseError) as caught:
        parse_case(text)
    (problem,) = caught.value.problems
    return problem


STEPPED = {"+5": "+", "-10": '"--"', "-20": "---", "+10": "++"}


def test_steps_are_the_numbers_they_stand_for() -> None:
    """A case with “trust: ++” would play otherwise than the manual says."""
    assert set(STEPS) == set(get_args(Step))
    text = CASE
    for number, step in STEPPED.items():
        text = text.replace(f"{number},", f"{step},").replace(f"{number}}}", f"{step}}}")
    text = text.replace('each-reply: "--"', "each-reply: -10")
    assert "trust: ++" not in text
    assert "otherwise: +}, heat: ---" in text
    assert "feel: {trust: +}" in text
    assert played_out(parse_case(text)) == played_out(parse_case(CASE))


def test_migrate_leaves_steps_as_they_are() -> None:
    """Somebody who migrates a case would find numbers where steps were."""
    text = CASE.replace(
        "effect: {trust: {daughter: +10, otherwise: +5}, heat: -20}",
        "effect: {trust: ++, daughter: {heat: ---}}",
    )
    source = read_bytes(text.encode(), "case.yaml")
    document = validate(source, Document)
    assert document is not None, source.problems
    rewritten, count = migrated(source, document)
    assert count == 1
    assert "trust: ++, heat: {daughter: ---, otherwise: 0}" in rewritten
    assert migrated(read_bytes(rewritten.encode(), "case.yaml"), document)[0].count("++") == 1


@pytest.mark.parametrize(
    ("old", "new", "sign", "told"),
    [
        ("title: ", "title：", "：", "full-width “：”"),
        ("    customer: {heat", "    customer：{heat", "：", "full-width “：”"),
        ("{say: 我查一下。", "{say：我查一下。", "{say：", "full-width “：”"),
        ("effect: {solved: +90, ", "effect: {solved: +90，", "，", "full-width “，”"),
        ("heat <= 50 and", "heat ≤ 50 and", "≤", "“≤” is written “<=”"),
        ("heat <= 50 and", "（heat < 50） and", "（", "“（” is written “(”"),
        ("customer: {heat > 50:", "customer: {heat ＞ 50:", "＞", "“＞” is written “>”"),
        ("why: 等不了。", "why: {fee} 太多了", "{fee", "begins with “{”"),
        ("title: 显示签收，人没收到", "title: {fee}", "{fee", "begins with “{”"),
        ("customer: {heat > 50: 怎么回事！, otherwise: 没收到。}", "customer: {fee}", "{fee", "begins with “{”"),
        ("heat: -20}}", "heat: -20, otherwise: 5}}", "otherwise: 5", "stands with each gauge"),
    ],
)  # fmt: skip
def test_slips_are_told_where_they_are(old: str, new: str, sign: str, told: str) -> None:
    """An author would search for a slip of the hand that no message explains."""
    text = CASE.replace(old, new, 1)
    with pytest.raises(CaseError) as caught:
        parse_case(text)
    (problem,) = (problem for problem in caught.value.problems if told in str(problem.message))
    at = text.index(sign, text.index(new))
    line, column = text[:at].count("\n") + 1, at - text.rfind("\n", 0, at)
    assert problem.place.line == line
    assert 0 <= problem.place.column - column <= len(sign)


@pytest.mark.parametrize(
    ("note", "cut"),
    [
        ("订单 #7731 没到", True),
        ("订单 # 以后再写", False),
        ("订单#7731 没到", False),
        ('"订单 #7731 没到"', False),
    ],
)
def test_a_text_that_is_cut_off_is_told(note: str, cut: bool, tmp_path: Path) -> None:
    """Half of a sentence would be lost without a word, or an ordinary note be called a fault."""
    home = tmp_path / "small"
    home.mkdir()
    text = CASE.replace("title: 显示签收，人没收到", f"title: {note}")
    (home / "case.yaml").write_text(text, encoding="utf-8")
    found = [(p.rule, p.place.line, p.place.column) for p in case_problems(home)]
    assert found == ([("cut-text", 3, 11)] if cut else [])


def test_a_personas_own_block_says_what_it_leaves_to_all(tmp_path: Path) -> None:
    """An author would think that a persona's block replaces the whole effect, and be wrong unnoticed."""
    home = tmp_path / "small"
    home.mkdir()
    old = "effect: {trust: {daughter: +10, otherwise: +5}, heat: -20}"
    for effect, left in (
        ("effect: {trust: +5, heat: -20, hurried: {heat: 0}}", "counts as for everybody: trust."),
        ("effect: {heat: -20, hurried: {heat: 0}}", "otherwise: 0}”."),
    ):
        (home / "case.yaml").write_text(CASE.replace(old, effect), encoding="utf-8")
        (problem,) = case_problems(home)
        assert problem.rule == "old-effect"
        assert left in str(problem.message)
