"""A case file as its author writes it: the one definition of what may stand where.

Reading, the JSON Schema for editors, the hints for misspelt keys and the list of translatable texts all
come from these classes. `building` makes the playable `Case` from them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Discriminator, Field, StringConstraints, Tag

from simulator.source.expressions import NAME
from simulator.source.part import NOTHING, Amount, Id, Note, OneOrMore, Part, Percent, Text
from simulator.text.message import Message

from .chinese import kind_in_english

Cite = Annotated[str, StringConstraints(pattern=f"^{NAME}/{NAME}$", max_length=121)]
"""A policy and a clause of it, as `sick-refund/papers`."""
Formula = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Condition = Formula
Level = Annotated[int, Field(ge=0, le=9)]
Seconds = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}:[0-5][0-9]$")]


TimeOfDay = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}:[0-5][0-9]$")]


# The tags are in brackets so that no key of a file can be mistaken for one.
def _mapping_or_single(value: Any) -> str:
    if isinstance(value, str):  # nearly always: asking about a BaseModel is dear
        return "(single)"
    return "(mapping)" if isinstance(value, (dict, BaseModel)) else "(single)"


T = TypeVar("T")
Varying = Annotated[
    Annotated[T, Tag("(single)")] | Annotated[dict[Condition, T], Field(min_length=1), Tag("(mapping)")],
    Discriminator(_mapping_or_single),
]
"""One value, or a value for each condition, ending with `otherwise`."""
Words = Varying[Text]


OTHERWISE = "otherwise"
"""What stands in place of the last condition."""
NO_OTHERWISE = Message("The last line here must be “otherwise: …”: what counts when nothing else holds.")


STEPS: Mapping[str, int] = MappingProxyType({"+": 5, "++": 10, "+++": 20, "-": -5, "--": -10, "---": -20})
"""Small, medium and large steps of a gauge, for who does not want to weigh numbers."""
Step = Literal["+", "++", "+++", "-", "--", "---"]


def in_points(amount: int | str) -> int | str:
    """A step as a number; every other amount as it is."""
    return STEPS.get(amount, amount) if isinstance(amount, str) else amount


def _number_or_formula(value: Any) -> str:
    return "(formula)" if isinstance(value, str) else "(number)"


Felt = Annotated[
    Annotated[Amount, Tag("(number)")] | Annotated[Step, Tag("(formula)")],
    Discriminator(_number_or_formula),
]
"""A number or a step."""
CountedAmount = Annotated[
    Annotated[Amount, Tag("(number)")] | Annotated[Formula, Tag("(formula)")],
    Discriminator(_number_or_formula),
]
"""A number, a step, or what is worked out from the caller's record."""
Effect = dict[Id, Varying[CountedAmount]]
"""Amounts by gauge."""
Money = Annotated[int, Field(ge=0, le=1_000_000)]
CountedMoney = Annotated[
    Annotated[Money, Tag("(number)")] | Annotated[Formula, Tag("(formula)")],
    Discriminator(_number_or_formula),
]


MoveKind = Annotated[
    Literal[
        "ask", "feel", "probe", "explain", "check", "confirm", "apologise",
        "offer", "promise", "refuse", "escalate", "hold", "warn", "close",
        "问情况", "接情绪", "探期望", "解释", "查记录", "确认", "道歉",
        "给方案", "承诺", "拒绝", "上报", "稍等", "提醒", "收尾",
    ],
    AfterValidator(kind_in_english),
]  # fmt: skip
"""What kind of reply it is; Chinese names are read as the English ones."""
Mood = Literal["calm", "hurried", "angry", "cold", "shaky", "easing"]
"""How somebody sounds, in one word."""
Look = Literal["short", "side", "bob", "sweep", "tufts", "curly"]
"""The drawn heads, by their hair."""
Need = Literal["matter", "service", "speed", "suggest", "vent"]
"""What a customer is after."""
Response = Literal["comfort", "empathy", "apology", "improvement", "promise", "compensation"]
"""What a reply gives."""
Channel = Literal["phone", "chat", "email"]
StepKind = Literal["single", "multiple", "order", "point", "hypothesis"]
EndingTypeName = Literal["settled", "open", "escalated", "complaint", "hung-up", "ended-by-agent"]
StageName = Literal["replay", "analysis", "rehearsal"]
Language = Literal["zh", "en"]


MOST_WORDINGS = 30
MOST_WORDING = 300  # characters
Wording = Annotated[str, StringConstraints(min_length=1, max_length=MOST_WORDING)]
Wordings = dict[Language, Annotated[list[Wording], Field(min_length=1, max_length=MOST_WORDINGS)]]
"""Sentences by language. They are not translated: each language has its own."""


class GaugePart(Part):
    """What is different about a gauge, or a gauge of the case's own."""

    name: Text | None = Field(default=None, description="What people read where the gauge is shown.")
    starts: Amount | None = Field(default=None, description="The value at the start of the call.")
    least: Amount | None = Field(default=None, description="It never falls below this (0 unless stated).")
    most: Amount | None = Field(default=None, description="It never rises above this (100 unless stated).")
    each_reply: Amount | None = Field(default=None, description="Added with every reply of the agent.")


class PersonaPart(Part):
    """One kind of customer behind the same opening line."""

    name: Text
    who: Text = Field(description="Who they are, for the debrief.")
    expects: Text = Field(description="What they really expect of this call.")
    gives_away: Text = Field(description="What in their words gives them away.")
    starts: dict[Id, Amount] = Field(
        default={}, description="Gauges that start differently for this persona."
    )
    reacts: dict[MoveKind, dict[Id, Felt]] = Field(
        default={}, description="What this persona makes of a kind of reply."
    )
    weight: Annotated[int, Field(ge=1, le=100)] = Field(
        default=1, description="How often it comes up, against the others."
    )
    look: Look | None = Field(
        default=None, description="The head that is drawn once the call is over, by its hair."
    )
    needs: OneOrMore[Need] = Field(default=NOTHING, description="What this person is after.")


def _by_type(value: Any) -> str:
    return "(truth)" if isinstance(value, bool) else "(number)" if isinstance(value, int) else "(text)"


RecordValue = Annotated[
    Annotated[bool, Tag("(truth)")] | Annotated[Amount, Tag("(number)")] | Annotated[Note, Tag("(text)")],
    Discriminator(_by_type),
]
"""What a record says: yes or no, a number, or a text that is read by how it looks."""


class RecordPart(Part):
    """One of several records that a caller may have, drawn apart from the persona."""

    name: Text | None = Field(default=None, description="What people call a caller with this record.")
    weight: Annotated[int, Field(ge=1, le=100)] = Field(
        default=1, description="How often it comes up, against the others."
    )
    values: dict[Id, RecordValue] = Field(default={}, description="What is different in this record.")


class ClockPart(Part):
    """The time of day in a call."""

    starts: TimeOfDay = Field(description="When the call begins, as 14:05.")
    until: TimeOfDay = Field(description="The last time that matters: there the clock stops.")


class MovePart(Part):
    """A reply that the agent can give."""

    say: Words = Field(description="The agent's words.")
    why: Words = Field(description="Feedback for the debrief: why this helped or hurt.")
    kind: OneOrMore[MoveKind] = Field(
        default=NOTHING, description="What kind of reply this is; personas react to kinds."
    )
    response: OneOrMore[Response] = Field(default=NOTHING, description="What the reply gives the customer.")
    also: Wordings = Field(default={}, description="Other wordings of the reply, by language.")
    effect: Effect = Field(default={}, description="How it changes the gauges.")
    learn: Varying[OneOrMore[Id]] = Field(
        default=NOTHING, description="The fact, or facts, that are true from now on; `none` for none."
    )
    when: Condition | None = Field(default=None, description="The agent has this move only while this holds.")
    authority: Varying[Level] = Field(default=0, description="The level of authority that it takes.")
    cost: Varying[CountedMoney] = Field(default=0, description="Yuan that it costs.")
    once: bool = Field(default=False, description="Whether it can be said only once in a call.")
    to: Varying[Id] | None = Field(
        default=None, description="The scene or ending that follows; the same scene if not stated."
    )
    critical: Varying[Id] | None = Field(
        default=None, description="The critical error that this move is; `none` for none."
    )
    cites: Varying[OneOrMore[Cite]] = Field(
        default=NOTHING, description="The clauses that this reply rests on, each as policy/clause."
    )
    takes: Annotated[str, StringConstraints(max_length=12)] | None = Field(
        default=None, description="How long it takes, in steps of ten seconds, as `40 s` or `2 min`."
    )
    trap: bool = Field(
        default=False,
        description="Whether a decent agent should not say this: it never counts as the best reply.",
    )


class SharedReplyPart(MovePart):
    """A reply that is offered in several scenes. Without `to` it returns to where it was said."""

    scenes: list[Id] | Literal["everywhere"] = Field(
        default="everywhere", alias="in", description="The scenes that offer it; everywhere if not stated."
    )
    answer: Words | None = Field(
        default=None, description="What the customer says when the call comes back; else the same again."
    )
    shows: Words | None = Field(
        default=None, description="What the agent's screen shows then: a look-up in the desk's system."
    )


class ScenePart(Part):
    """A moment of the rehearsal: what the customer says, or somebody else, and the agent's replies."""

    moves: dict[Id, MovePart]
    customer: Words | None = Field(
        default=None, description="The customer's words, which may depend on who it is and how it stands."
    )
    says: Words | None = Field(default=None, description="The words of the `speaker`.")
    speaker: Id | None = Field(
        default=None, description="Who speaks here, if not the customer: one of `speakers`."
    )
    on_hold: bool = Field(
        default=False, description="Whether the customer waits meanwhile and hears nothing of it."
    )
    cue: Words | None = Field(default=None, description="Tone, pace, pauses.")
    mood: Varying[Mood] | None = Field(default=None, description="How it sounds, in one word.")
    screen: Words | None = Field(default=None, description="What the agent's screen shows.")
    near_misses: Wordings = Field(
        default={}, alias="not", description="What sounds near to a reply here and is none, by language."
    )
    effect: Effect = Field(default={}, description="Felt the moment the scene is reached.")


class AllowsPart(Part):
    """What an ending lets a call be worth, where that is not what its type says."""

    percent: Percent = Field(description="What each cell of the two-by-two keeps of its value.")
    because: Text = Field(description="Why this ending is another matter than its type says.")


class EndingPart(Part):
    """Where a call can end."""

    title: Text
    type: EndingTypeName | None = Field(
        default=None,
        description="How it ends; `hung-up` if it comes by itself and nothing is stated, else `settled`.",
    )
    allows: AllowsPart | None = Field(
        default=None, description="What it lets the call be worth, if not what its type says, and why."
    )
    critical: Id | None = Field(default=None, description="The critical error that it is to end like this.")
    why: Words = Field(description="What this ending means, for the debrief.")
    customer: Words | None = Field(default=None, description="The customer's last words.")
    when: Condition | None = Field(
        default=None, description="The ending comes by itself as soon as this holds."
    )
    effect: Effect = Field(default={}, description="Felt when the ending is reached.")


class CriticalPart(Part):
    """An error that lowers the outcome whatever the gauges say."""

    text: Text
    cap: Percent = Field(
        default=30, description="What each cell of the two-by-two keeps of its value, in percent."
    )


class SidePart(Part):
    """Formulas for one side of the two-by-two."""

    business: Formula | None = None
    personal: Formula | None = None


class OutcomePart(Part):
    """What counts as winning."""

    bar: Percent = Field(default=70, description="A space is won when both its values reach this.")
    customer: SidePart = SidePart()
    company: SidePart = SidePart()


class WeightsPart(Part):
    """How the stages count together, and what counts within them."""

    replay: Percent = 20
    analysis: Percent = 30
    rehearsal: Percent = 50
    key_sentences: Percent = Field(default=30, description="Percent of the replay; the rest is the details.")
    hypothesis: Percent = Field(default=40, description="Percent of the analysis; the rest is the questions.")
    help: Percent = Field(
        default=20, description="Percent of a question's credit that a hint or a further answer takes."
    )


class AgentPart(Part):
    """What the trainee's role may do."""

    authority: Level = 0
    budget: Money = Field(default=0, description="Yuan to spend in one call.")


class LinePart(Part):
    """A line of the recorded call, said by `customer`, `agent` or `system`, with the details heard in it."""

    id: Id | None = Field(default=None, description="Needed only where the analysis points at this line.")
    customer: Text | None = None
    agent: Text | None = None
    system: Text | None = Field(default=None, description="What the agent's screen shows.")
    cue: Text | None = Field(default=None, description="Tone, pace, pauses.")
    mood: Mood | None = Field(default=None, description="How it sounds, in one word.")
    at: Seconds | None = Field(default=None, description="Minutes and seconds into the call, as 1:07.")
    audio: Note | None = Field(
        default=None, description="A sound file in the case's folder, for this line alone."
    )
    repeated: Text | None = Field(
        default=None, description="What the customer keeps coming back to, and why."
    )
    heated: Text | None = Field(default=None, description="Why this sentence made the tone rise.")
    softened: Text | None = Field(default=None, description="Why this sentence calmed it.")
    avoided: Text | None = Field(default=None, description="What the customer goes around here, and why.")
    exaggerated: Text | None = Field(
        default=None, description="What is larger here than on the record, and why."
    )
    key: Text | None = Field(default=None, description="Why this is a key sentence.")


class ReplayPart(Part):
    """The recorded call."""

    lines: Annotated[list[LinePart], Field(min_length=1)]
    audio: Note | None = Field(
        default=None, description="A sound file in the case's folder, for the whole call."
    )


class OptionPart(Part):
    """An answer to choose."""

    text: Text
    right: bool = False
    why: Text | None = Field(default=None, description="Feedback when it has been chosen.")


class StepPart(Part):
    """A guiding question."""

    question: Text
    kind: StepKind = "single"
    upto: Id | None = Field(
        default=None, description="The last line of the recording that is looked back at by now."
    )
    options: dict[Id, OptionPart] = {}
    evidence: dict[Id, Text] = Field(default={}, description="For `point`: the right lines, and why.")
    hints: list[Text] = Field(default=[], description="From a nudge to nearly telling.")
    why: Text | None = Field(default=None, description="Shown when the question is behind the trainee.")


class AnalysisPart(Part):
    """The guided analysis."""

    recorded: Id = Field(description="The persona whose call was recorded.")
    steps: Annotated[dict[Id, StepPart], Field(min_length=1)]
    decoys: dict[Id, Text] = Field(
        default={}, description="Expectations that suggest themselves and are nobody's."
    )


CriticalEntry = Annotated[
    Annotated[Text, Tag("(single)")] | Annotated[CriticalPart, Tag("(mapping)")],
    Discriminator(_mapping_or_single),
]


class Document(Part):
    """A complaint to practise: the recorded call, its analysis, and its rehearsal with several customers."""

    id: Id = Field(description="The name of the case's folder.")
    language: Language = Field(description="The language this file is written in.")
    title: Text
    personas: Annotated[dict[Id, PersonaPart], Field(min_length=1)]
    rehearsal: Annotated[dict[Id, ScenePart], Field(min_length=1)]
    endings: Annotated[dict[Id, EndingPart], Field(min_length=1)]
    summary: Text | None = None
    sector: Text | None = None
    skills: list[Text] = []
    difficulty: Annotated[int, Field(ge=1, le=5)] = 3
    channel: Channel = Field(default="phone", description="How the customer gets in touch.")
    sources: list[Text] = []
    cites: OneOrMore[Cite] = Field(
        default=NOTHING, description="The clauses of the desk's policies that the case rests on."
    )
    date: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = Field(
        default=None, description="The day on which the call takes place: what policies say on it is quoted."
    )
    clock: ClockPart | None = Field(
        default=None, description="The time of day: shown to the trainee, and `clock` in conditions."
    )
    agent: AgentPart = AgentPart()
    replies: dict[Id, SharedReplyPart] = Field(
        default={}, description="Replies that several scenes offer, written once."
    )
    gauges: dict[Id, GaugePart] = {}
    record: dict[Id, Varying[RecordValue]] = Field(
        default={}, description="What the desk's system says of the caller, by name; `{name}` shows it."
    )
    records: dict[Id, RecordPart] = Field(
        default={}, description="Records that callers may have, where they have not all the same."
    )
    words: dict[Id, Text] = Field(default={}, description="How words of the record are shown.")
    speakers: dict[Id, Text] = Field(
        default={}, description="Who speaks in a call besides the customer: a driver, a supervisor."
    )
    facts: dict[Id, Text] = Field(
        default={},
        description="What can become true in a call, each in a few words that the trainee reads, too.",
    )
    critical: dict[Id, CriticalEntry] = Field(
        default={}, description="Critical errors: what is so bad about each."
    )
    outcome: OutcomePart = OutcomePart()
    weights: WeightsPart = WeightsPart()
    claims: list[Formula] = Field(
        default=[], description="What holds of every call that can be made; the checker proves it."
    )
    replay: ReplayPart | None = None
    analysis: AnalysisPart | None = None
