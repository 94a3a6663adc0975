"""The verdict on a rehearsed call: who was on the line, the two-by-two, and what it was worth."""

from dataclasses import dataclass

from simulator.call.case.case import Case, Persona
from simulator.call.case.position import Position
from simulator.call.play.outcome import Outcome
from simulator.call.play.outcome import Verdict as Winner
from simulator.text.language import Translator

from .wording import CELLS, SIDES, SPACES, VERDICT_MEANINGS, VERDICTS


@dataclass(frozen=True, slots=True)
class Caller:
    """Who was on the line, which the trainee learns only now."""

    name: str
    who: str
    expects: str
    gives_away: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the two-by-two: whose, in which space, what it says, its value (0-100), and if it won."""

    side: str
    space: str
    says: str
    value: int
    won: bool


@dataclass(frozen=True, slots=True)
class Space:
    """Who won one space. `verdict` is the id: win-win, customer, company or lose-lose."""

    name: str
    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class CriticalMistake:
    """A critical error that was made, in the author's words, and the cap (0-100) it puts on every cell."""

    text: str
    cap: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the call came to. `cells` are customer first, business first; all figures are 0-100."""

    ending: str
    why: str
    verdict: str
    words: str
    means: str
    score: int
    bar: int
    customer: int
    company: int
    cells: tuple[Cell, Cell, Cell, Cell]
    spaces: tuple[Space, Space]
    mistakes: tuple[CriticalMistake, ...]

    @property
    def won(self) -> bool:
        """Whether both sides won."""
        return self.verdict == Winner.WIN_WIN.value


def caller(persona: Persona) -> Caller:
    """Who was on the line."""
    return Caller(persona.name, persona.who, persona.expects, persona.gives_away)


def verdict(case: Case, position: Position, outcome: Outcome, t: Translator) -> Verdict:
    """The verdict on a call that has come to an ending."""
    values, says = outcome.cells.cells(), CELLS.cells()

    def cell(place: int) -> Cell:
        side, space = SIDES[place // 2], SPACES[place % 2]
        return Cell(t(side), t(space), t(says[place]), values[place], values[place] >= outcome.bar)

    business, personal = outcome.business, outcome.personal
    return Verdict(
        ending=outcome.ending.title,
        why=outcome.ending.why.at(position),
        verdict=outcome.verdict.value,
        words=t(VERDICTS[outcome.verdict]),
        means=t(VERDICT_MEANINGS[outcome.verdict]),
        score=outcome.score,
        bar=outcome.bar,
        customer=outcome.customer,
        company=outcome.company,
        cells=(cell(0), cell(1), cell(2), cell(3)),
        spaces=(
            Space(t(SPACES[0]), business.value, t(VERDICTS[business])),
            Space(t(SPACES[1]), personal.value, t(VERDICTS[personal])),
        ),
        mistakes=tuple(
            CriticalMistake(case.critical[error].text, case.critical[error].cap) for error in outcome.critical
        ),
    )
