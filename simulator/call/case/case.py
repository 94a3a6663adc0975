"""A case, ready to be played: immutable, its conditions parsed, its names resolved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from simulator.text.message import Message

from .claims import Claim


class Position(NamedTuple):
    """Everything that decides how a call can go on. Two equal positions have the same future.

    `Position` is a value: the rules of play make new ones and never change one. Its fields may as well hold
    arrays, one element a position: conditions are built from operators that work on both.
    """

    scene: str
    """The scene the call is in, or the ending it has come to."""
    persona: int
    """Who is on the line, as a place in `Case.personas`."""
    gauges: tuple[int, ...]
    """The values of `Case.gauges`, in that order."""
    flags: int
    """Bit set: facts known, critical errors made and moves used up, at the places `Case.flags` gives."""


T = TypeVar("T")

Change = tuple[tuple[int, int], ...]
"""What happens to the gauges: pairs of a place in `Case.gauges` and the amount added there."""
Changes = tuple[Change, ...]
"""A change for each persona, in the order of `Case.personas`."""
Guard = Callable[[Position], Any]
"""A bound condition: true or false for a position; an array of them for a position of arrays."""


class Stage(Enum):
    """The three stages of a case, in the order of training."""

    REPLAY = "replay"
    ANALYSIS = "analysis"
    REHEARSAL = "rehearsal"


class Detail(Enum):
    """What there is to notice in a line of the recorded call."""

    REPEATED = "repeated"
    HEATED = "heated"
    SOFTENED = "softened"
    AVOIDED = "avoided"
    EXAGGERATED = "exaggerated"
    KEY = "key"
    """Not a detail but a key sentence: without it the case cannot be understood."""


class EndingType(Enum):
    """How a call can end; `defaults.ALLOWS` says what each type lets a call be worth."""

    SETTLED = "settled"
    """The matter is settled, and the customer knows it."""
    OPEN = "open"
    """It goes on after the call: who does it, and by which day, has been named."""
    ESCALATED = "escalated"
    """It was handed to somebody who may decide it, with everything said passed on."""
    COMPLAINT = "complaint"
    """The customer complains formally, inside or outside of the company."""
    HUNG_UP = "hung-up"
    """The customer hung up."""
    ENDED_BY_AGENT = "ended-by-agent"
    """The agent ended the call."""


class Varied(NamedTuple, Generic[T]):
    """A value that may depend on the position: the first case whose guard holds, or else `otherwise`."""

    otherwise: T
    cases: tuple[tuple[Guard, T], ...] = ()
    written: tuple[int, ...] = ()
    """Which of the author's values each value comes from, where they are not the same one by one."""

    def at(self, position: Position) -> T:
        """The value that counts at a position."""
        for guard, value in self.cases:
            if guard(position):
                return value
        return self.otherwise

    def values(self) -> tuple[T, ...]:
        """All values that it can take, in the author's order."""
        return (*(value for _, value in self.cases), self.otherwise)

    def place_at(self, position: Position) -> int:
        """The place among `values` of the one that counts at a position."""
        for place, (guard, _) in enumerate(self.cases):
            if guard(position):
                return place
        return len(self.cases)

    def origin(self, place: int) -> int:
        """The place, among the values that the author wrote, of the one that a value comes from."""
        return self.written[place] if self.written else place


class Forms(NamedTuple, Generic[T]):
    """A thing of which several parts vary: all that it can be, the last part's values changing fastest."""

    parts: tuple[Varied[Any], ...]
    all: tuple[T, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    """Where each part stands in the author's text of the thing."""

    def at(self, position: Position) -> T:
        """The form that counts at a position."""
        number = 0
        for part in self.parts:
            number = number * (len(part.cases) + 1) + part.place_at(position)
        return self.all[number]


class Citation(NamedTuple):
    """A clause of a policy that a case or a reply rests on."""

    policy: str
    clause: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """An integer that the case tracks, from `least` to `most`; `each_reply` is added with every reply."""

    id: str
    name: Message | str
    starts: int
    least: int = 0
    most: int = 100
    each_reply: int = 0


@dataclass(frozen=True, slots=True)
class Persona:
    """A caller behind the same opening line: a persona of the file, with one of the case's records.

    `starts` are in the order of `Case.gauges`.
    """

    id: str
    name: str
    who: str
    expects: str
    gives_away: str
    weight: int
    starts: tuple[int, ...]
    kind: str
    """The persona's name in the file: several callers have the same where the case has several records."""
    record: Mapping[str, str]
    """What the desk's system says of the caller, by name, as it is shown."""
    look: str | None = None
    """The head that is drawn once the call is over."""
    needs: tuple[str, ...] = ()
    """What this person is after."""


@dataclass(frozen=True, slots=True)
class Move:
    """A reply open to the agent. `changes` has one entry a persona; `sets` and `once` are flags (bits).

    Where something else than `why` and `to` varies, `forms` has all that the reply can be; what stands in
    the reply itself is then what counts when no condition holds.
    """

    id: str
    say: str
    kinds: tuple[str, ...]
    why: Varied[str]
    when: Guard | None
    to: Varied[str]
    changes: Changes
    sets: int
    once: int
    authority: int
    cost: int
    critical: str | None
    cites: tuple[Citation, ...] = ()
    trap: bool = False
    """Whether its author declares it bad practice: it is never the best reply, whatever it earns."""
    forms: "Forms[Move] | None" = None
    responses: tuple[str, ...] = ()
    """What it gives the customer."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other wordings of it, by language."""

    def at(self, position: Position) -> "Move":
        """The reply as it is when it is said at a position."""
        return self if self.forms is None else self.forms.at(position)

    @property
    def all_forms(self) -> "tuple[Move, ...]":
        """Everything that the reply can be, once."""
        return (self,) if self.forms is None else self.forms.all


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment of the rehearsal: what is said, and the moves open to the agent."""

    id: str
    customer: Varied[str]
    """What the customer says, or the `speaker` of an inside line."""
    cue: Varied[str] | None
    screen: Varied[str] | None
    changes: Forms[Changes]
    """What is felt when the scene is reached."""
    moves: Mapping[str, Move]
    mood: Varied[str] | None = None
    speaker: str | None = None
    """What people call who speaks here; None for the customer."""
    on_hold: bool = False
    """Whether the customer waits meanwhile."""
    near_misses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What sounds near to a reply here and is none, by language."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a call can end. One with `when` comes by itself as soon as that holds after a reply."""

    id: str
    type: EndingType
    allows: "TwoByTwo[int]"
    """What each cell of the two-by-two keeps of its value here, in percent."""
    title: str
    customer: Varied[str] | None
    why: Varied[str]
    when: Guard | None
    changes: Forms[Changes]
    """What is felt when the ending is reached."""
    sets: int = 0
    """The flag of the critical error that it is to end like this, if it is one."""


@dataclass(frozen=True, slots=True)
class CriticalError:
    """An error that scales every cell of the two-by-two to `cap` percent; `flag` is its bit in a position."""

    id: str
    text: str
    cap: int
    flag: int


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """A line of the recorded call; `number` counts from 1, `at` is seconds into the call."""

    number: int
    id: str | None
    speaker: str
    words: str
    cue: str | None
    at: int | None
    audio: str | None
    details: Mapping[Detail, str]
    mood: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """An answer to choose in the analysis."""

    id: str
    text: str
    right: bool
    why: str | None


@dataclass(frozen=True, slots=True)
class GuidingQuestion:
    """A guiding question. `evidence` is by line number; `upto` is the last line looked back at by now."""

    id: str
    kind: str
    question: str
    options: Mapping[str, AnswerOption]
    evidence: Mapping[int, str]
    hints: tuple[str, ...]
    why: str | None
    upto: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """The guided analysis. `recorded` names the expectation that was really the customer's."""

    recorded: str
    expectations: Mapping[str, str]
    steps: Mapping[str, GuidingQuestion]


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much, in percent. The stages' weights need not add up to 100."""

    stages: Mapping[Stage, int]
    key_sentences: int
    """Of the replay; the rest is the details."""
    hypothesis: int
    """Of the analysis; the rest is the questions."""
    help: int
    """Of a question's credit, for each hint and each answer after the first."""


@dataclass(frozen=True, slots=True)
class TwoByTwo(Generic[T]):
    """One thing for each cell: customer and company, in the business and in the personal space."""

    customer_business: T
    customer_personal: T
    company_business: T
    company_personal: T

    def cells(self) -> tuple[T, T, T, T]:
        """The four things, customer first, business first."""
        return self.customer_business, self.customer_personal, self.company_business, self.company_personal


@dataclass(frozen=True, eq=False)
class Case:
    """One authored complaint, in one language. Made by `load_case`; cases of the same digest play alike."""

    id: str
    language: str
    title: str
    summary: str
    sector: str
    skills: tuple[str, ...]
    difficulty: int
    sources: tuple[str, ...]
    authority: int
    budget: int
    gauges: tuple[Gauge, ...]
    facts: Mapping[str, str]
    flags: Mapping[str, int]
    """The bit of each fact and critical error, and of each move that can be said only once ("scene/move")."""
    personas: tuple[Persona, ...]
    critical: Mapping[str, CriticalError]
    lines: tuple[RecordedLine, ...]
    audio: str | None
    analysis: Analysis | None
    scenes: Mapping[str, Scene]
    endings: Mapping[str, Ending]
    bar: int
    cells: TwoByTwo[Callable[[Position], Any]]
    weights: Weights
    digest: str
    """SHA-256 of the case's data in its source language: what an attempt is an attempt at."""
    timed: bool = False
    """Whether the time of day decides or tells anything; else it is shown, and nothing depends on it."""
    cites: tuple[Citation, ...] = ()
    """What the case as a whole rests on; replies have their own."""
    channel: str = "phone"
    """How the customer gets in touch."""
    claims: tuple[Claim, ...] = ()
    day: date | None = None
    """The day on which the call takes place, where the case says one."""
    original: "Case | None" = None
    """The case in its source language, where this one is a translation of it."""
    interruptions: tuple[Ending, ...] = field(init=False)
    """The endings that come by themselves, in the author's order."""
    ranges: tuple[tuple[int, int], ...] = field(init=False)
    """Least and most value of each gauge."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "ranges", tuple((gauge.least, gauge.most) for gauge in self.gauges))
        object.__setattr__(
            self, "interruptions", tuple(e for e in self.endings.values() if e.when is not None)
        )

    @property
    def clock(self) -> int | None:
        """The place in `gauges` of the time of day, in seconds; None for a case without a clock."""
        last = self.gauges[-1]
        return len(self.gauges) - 1 if last.id == CLOCK and isinstance(last.name, Message) else None

    @property
    def levels(self) -> tuple[Gauge, ...]:
        """The gauges that stand for something between people: all but the clock, which comes last."""
        return self.gauges if self.clock is None else self.gauges[:-1]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every clause that the case or a reply in it rests on, once, in the author's order."""
        moves = (move for scene in self.scenes.values() for move in scene.moves.values())
        return tuple(dict.fromkeys([*self.cites, *(citation for move in moves for citation in move.cites)]))

    @property
    def opening(self) -> Scene:
        """The scene a rehearsal begins with."""
        return next(iter(self.scenes.values()))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that this case has, in order."""
        has = {Stage.REPLAY: self.lines, Stage.ANALYSIS: self.analysis, Stage.REHEARSAL: True}
        return tuple(stage for stage in Stage if has[stage])

    def beyond(self, move: Move) -> bool:
        """Whether a reply is more than the agent may do, whatever it depends on and nothing spent so far."""
        return all(form.authority > self.authority or form.cost > self.budget for form in move.all_forms)

    def persona_place(self, persona: str) -> int:
        """The place of a persona in `personas`. Raises KeyError for one that the case does not have."""
        for place, candidate in enumerate(self.personas):
            if candidate.id == persona:
                return place
        raise KeyError(persona)


GAUGES = {
    gauge.id: gauge
    for gauge in (
        Gauge("heat", Message("heat"), starts=50),
        Gauge("trust", Message("trust"), starts=40),
        Gauge("patience", Message("patience"), starts=60),
        Gauge("understood", Message("feeling understood"), starts=20),
        Gauge("solved", Message("matter settled"), starts=0),
        Gauge("risk", Message("risk for the company"), starts=0),
        Gauge("cost", Message("cost in yuan"), starts=0, most=10_000),
        Gauge("composure", Message("the agent's composure"), starts=80),
    )
}

CLOCK = "clock"
"""The time of day, kept as the last gauge of a case that has a clock."""

COST = tuple(GAUGES).index("cost")
"""The place of the gauge `cost` in every case: the usual gauges come first."""

CELLS = TwoByTwo(
    customer_business="solved",
    customer_personal="(understood + trust + 100 - heat) / 3",
    company_business="100 - risk - cost",
    company_personal="(trust + composure) / 2",
)

ALLOWS = {
    EndingType.SETTLED: TwoByTwo(100, 100, 100, 100),
    EndingType.OPEN: TwoByTwo(90, 100, 100, 100),
    EndingType.ESCALATED: TwoByTwo(100, 100, 90, 100),
    EndingType.COMPLAINT: TwoByTwo(60, 50, 60, 50),
    EndingType.HUNG_UP: TwoByTwo(40, 30, 50, 40),
    EndingType.ENDED_BY_AGENT: TwoByTwo(40, 30, 60, 40),
}
"""What each cell keeps of its value, in percent, when a call ends like this."""

LOST = frozenset({EndingType.COMPLAINT, EndingType.HUNG_UP, EndingType.ENDED_BY_AGENT})
"""Types of ending that nobody has won: their cells stay under the bar, wherever a case puts it."""

BEYOND_AUTHORITY = "beyond-authority"
"""The critical error that a case names when its agents can say what is above their level."""
