"""The blueprint's form: what it shows is what it reads, and what is wrong is said beside the field."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.pages.setting.plan_form import Draft, Typed, fields_of, read_draft, usual_draft
from simulator.exam.paper.exam import PassMark, Window
from simulator.exam.paper.plan import BlueprintPlan, DifficultyPart, InformationPart, QuotaPart

ZONE = ZoneInfo("Asia/Shanghai")
TOPICS, KINDS = ("baggage", "refunds"), ("single", "number")
quotas = st.builds(
    lambda least, more: QuotaPart(least=least, most=None if more is None or least is None else least + more),
    st.none() | st.integers(0, 40),
    st.none() | st.integers(0, 40),
)
bands = st.sampled_from([(None, None), (1.0, None), (2.5, 3.5), (None, 4.2), (3.0, 3.0)])
plans = st.builds(
    lambda band, new_since, take_up, **rest: BlueprintPlan(
        difficulty=DifficultyPart(least=band[0], most=band[1]), **rest
    ).model_copy(update={"new_since": new_since, "take_up": take_up}),
    bands,
    questions=st.integers(1, 200),
    forms=st.integers(1, 26),
    uses=st.integers(1, 26),
    seed=st.integers(0, 2**31 - 1),
    minutes=st.none() | st.integers(1, 600),
    topics=st.dictionaries(st.sampled_from(TOPICS), quotas.filter(lambda part: part != QuotaPart())),
    kinds=st.dictionaries(st.sampled_from(KINDS), quotas.filter(lambda part: part != QuotaPart())),
    new=quotas,
    persistent=quotas,
    base=quotas,
    new_since=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str),
    exposure=st.none() | st.integers(1, 1000),
    marks=st.dictionaries(st.sampled_from(KINDS), st.integers(2, 20)),
    take_up=st.lists(st.sampled_from(["baggage", "sick-refund/proof"]), unique=True).map(sorted),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(plan=plans, opens=moments, hours=st.integers(1, 99), share=st.integers(1, 100), judged=st.booleans())
def test_what_the_form_shows_it_reads(
    plan: BlueprintPlan, opens: datetime, hours: int, share: int, judged: bool
) -> None:
    """Saving a form that nobody has touched would change the exam."""
    window = Window(opens, opens + timedelta(hours=hours))
    draft = Draft("November", date(2026, 11, 30), window, 40, PassMark(share / 100, judged), plan)
    typed = Typed(fields_of(draft, ZONE), frozenset(plan.take_up))
    assert read_draft(typed, ZONE, TOPICS, KINDS, BlueprintPlan()) == draft
    assert typed.problems == {}


def test_what_has_no_field_stays() -> None:
    """A blueprint read from a file would lose its information bands by being opened in the form."""
    plan = BlueprintPlan(information=[InformationPart(ability=0.0, least=5.0)])
    draft = usual_draft("November", date(2026, 11, 30), plan, 40, ZONE)
    typed = Typed(fields_of(draft, ZONE))
    read = read_draft(typed, ZONE, TOPICS, KINDS, plan)
    assert read is not None
    assert read.plan.information == plan.information


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", " "),
        ("day", "30.11.2026"),
        ("opens", "tomorrow"),
        ("closes", "2026-11-30T08:00"),
        ("minutes", ""),
        ("minutes", "601"),
        ("questions", "²"),
        ("questions", "-1"),
        ("forms", "27"),
        ("seed", "9" * 30),
        ("pass", "0"),
        ("new-since", "2026-02-30"),
        ("difficulty-least", "6"),
        ("difficulty-most", "2,5,1"),
        ("topic-baggage-least", "many"),
        ("marks-single", "0"),
    ],
)
def test_a_slip_is_named_by_its_field(field: str, text: str) -> None:
    """Somebody would get a paper that they did not mean, or not know what to mend."""
    draft = usual_draft("November", date(2026, 11, 30), BlueprintPlan(), 40, ZONE)
    typed = Typed(fields_of(draft, ZONE) | {field: text})
    assert read_draft(typed, ZONE, TOPICS, KINDS, BlueprintPlan()) is None
    assert list(typed.problems) == [field]


def test_bounds_that_no_paper_can_have() -> None:
    """A blueprint with at least 5 and at most 3 would only fail when papers are put together."""
    draft = usual_draft("November", date(2026, 11, 30), BlueprintPlan(), 40, ZONE)
    fields = fields_of(draft, ZONE)
    typed = Typed(
        fields
        | {"new-least": "5", "new-most": "3", "difficulty-least": "4", "difficulty-most": "2"}
    )  # fmt: skip
    assert read_draft(typed, ZONE, TOPICS, KINDS, BlueprintPlan()) is None
    assert typed.problems.keys() == {"new-least", "difficulty-least"}
