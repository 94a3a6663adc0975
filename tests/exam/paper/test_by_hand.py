"""Questions swapped, pinned or left out by hand: the rules stay kept, and the reason is told."""

import pytest

from simulator.exam.bank.loading import Bank, load_bank
from simulator.exam.paper.assembling import NoPaper
from simulator.exam.paper.by_hand import balance, replacements, with_swaps
from simulator.exam.paper.exam import PaperForm
from simulator.exam.paper.plan import BlueprintPlan, SwapPart, blueprint_plan
from simulator.exam.paper.preparing import PaperMaterial, paper_material, set_papers
from simulator.resources import scenarios

from .questions import DAY


@pytest.fixture(scope="module")
def bundled() -> Bank:
    """The bank that comes with the program."""
    return load_bank(scenarios())


def made(bank: Bank, **more: object) -> tuple[BlueprintPlan, PaperMaterial, tuple[PaperForm, ...]]:
    """Two forms of ten questions, no calls."""
    asked = {"questions": 10, "forms": 2, "kinds": {"case": {"most": 0}, "single": {"least": 3}}, "seed": 5}
    plan = blueprint_plan(asked | more)
    material = paper_material(bank, plan, DAY, desk="airline")
    return plan, material, with_swaps(set_papers(material), plan.swaps, material)


def asked(forms: tuple[PaperForm, ...]) -> list[set[str]]:
    """The questions of each form."""
    return [{item.question for item in form.items} for form in forms]


def test_question_left_out_is_on_no_form(bundled: Bank) -> None:
    """A question that a lead does not want would be asked, or vanish without a word why."""
    first = sorted(asked(made(bundled)[2])[0])[0]
    _, material, forms = made(bundled, **{"leave-out": {first: "wrong in the demo"}})
    assert first not in set.union(*asked(forms))
    (left,) = [left for left in material.left_out if left.question == first]
    assert str(left.reason) == "Left out by hand: wrong in the demo"


def test_pinned_question_is_on_a_form(bundled: Bank) -> None:
    """A question that a lead wants asked would depend on the lot."""
    _, material, forms = made(bundled)
    unused = next(
        one.id for one in material.questions if one.kind != "case" and one.id not in set.union(*asked(forms))
    )
    _, _, pinned = made(bundled, pin={unused: "the bulletin of Monday"})
    (item,) = [item for form in pinned for item in form.items if item.question == unused]
    assert str(item.reasons[0]) == "Pinned by hand: the bulletin of Monday"
    with pytest.raises(NoPaper, match=f"By hand: “{unused}” is on a form"):
        made(bundled, pin={unused: "x"}, **{"leave-out": {unused: "y"}})


def test_swap_changes_one_question_and_keeps_all_rules(bundled: Bank) -> None:
    """The rest of a reviewed form would change with it, or a rule be broken unseen."""
    _, material, forms = made(bundled)
    out = forms[0].items[0].question
    others = replacements(material, forms, 0, out)
    assert others
    assert not set(others) & asked(forms)[0]
    swap = {"form": 0, "out": out, "to": others[-1], "reason": "too easy"}
    _, material, changed = made(bundled, swaps=[swap])
    assert asked(changed) == [asked(forms)[0] - {out} | {others[-1]}, asked(forms)[1]]
    assert all(rule.kept for rule in balance(material, changed, 0))
    (item,) = [item for item in changed[0].items if item.question == others[-1]]
    assert str(item.reasons[0]) == f"Swapped in by hand for “{out}”: too easy"


def test_balance_says_which_rule_a_swap_breaks(bundled: Bank) -> None:
    """A form would look balanced that is not."""
    _, material, forms = made(bundled, kinds={"case": {"most": 0}, "single": {"least": 10}})
    kinds = {one.id: one.kind for one in material.questions}
    other = next(name for name, kind in kinds.items() if kind == "true-false")
    swap = SwapPart(form=0, out=forms[0].items[0].question, to=other, reason="x")
    changed = with_swaps(forms, [swap], material)
    assert [rule.value for rule in balance(material, changed, 0) if not rule.kept] == [9.0]
    assert [rule.value for rule in balance(material, forms, 0) if not rule.kept] == []


def test_swap_whose_question_is_gone_does_nothing(bundled: Bank) -> None:
    """A draft would break when its forms come out otherwise."""
    _, material, forms = made(bundled)
    swap = SwapPart(form=0, out="not-there", to=forms[1].items[0].question, reason="x")
    far = SwapPart(form=9, out="a", to="b", reason="x")
    assert with_swaps(forms, [swap, far], material) == forms
