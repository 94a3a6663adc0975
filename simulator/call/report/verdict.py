"""What a play was worth: the verdict on the call, with the two-by-two, and the scores of the stages."""

from dataclasses import dataclass

from simulator.call.case.case import Case, Persona, Position, Stage, Weights
from simulator.call.play.outcome import Outcome
from simulator.call.play.outcome import Verdict as Winner
from simulator.call.play.play import Play
from simulator.call.play.scoring import scores
from simulator.text.language import Translator
from simulator.text.message import Message

from .wording import ALMOST, CELLS, SIDES, SPACES, STAGES, VERDICT_MEANINGS, VERDICTS


@dataclass(frozen=True, slots=True)
class WhoCalled:
    """Who was on the line, which the trainee learns only now."""

    name: str
    who: str
    expects: str
    gives_away: str
    kind: str
    """The persona's name in the case."""
    look: str | None


@dataclass(frozen=True, slots=True)
class TwoByTwoCell:
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
class VerdictReport:
    """What the call came to. `cells` are customer first, business first; all figures are 0-100.

    `words` and `means` say “almost” where one cell alone is missing and nothing critical happened.
    """

    ending: str
    why: str
    verdict: str
    almost: bool
    words: str
    means: str
    score: int
    bar: int
    customer: int
    company: int
    cells: tuple[TwoByTwoCell, TwoByTwoCell, TwoByTwoCell, TwoByTwoCell]
    spaces: tuple[Space, Space]
    mistakes: tuple[CriticalMistake, ...]

    @property
    def won(self) -> bool:
        """Whether both sides won."""
        return self.verdict == Winner.WIN_WIN.value


def caller(persona: Persona) -> WhoCalled:
    """Who was on the line."""
    return WhoCalled(
        persona.name, persona.who, persona.expects, persona.gives_away, persona.kind, persona.look
    )


def _missing(outcome: Outcome) -> Message:
    """What is missing of a call that almost was a win-win."""
    (place,) = outcome.missing
    return Message(
        "One of the four values is missing for a win-win: {says}, {value} of {bar}.",
        says=CELLS.cells()[place],
        value=outcome.cells.cells()[place],
        bar=outcome.bar,
    )


def verdict(case: Case, position: Position, outcome: Outcome, t: Translator) -> VerdictReport:
    """The verdict on a call that has come to an ending."""
    values, says = outcome.cells.cells(), CELLS.cells()

    def cell(place: int) -> TwoByTwoCell:
        side, space = SIDES[place // 2], SPACES[place % 2]
        return TwoByTwoCell(t(side), t(space), t(says[place]), values[place], values[place] >= outcome.bar)

    business, personal = outcome.business, outcome.personal
    return VerdictReport(
        ending=outcome.ending.title,
        why=outcome.ending.why.at(position),
        verdict=outcome.verdict.value,
        almost=outcome.almost,
        words=t(ALMOST if outcome.almost else VERDICTS[outcome.verdict]),
        means=t(_missing(outcome) if outcome.almost else VERDICT_MEANINGS[outcome.verdict]),
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


@dataclass(frozen=True, slots=True)
class StageScore:
    """The score of one stage (0-100, None if it was not finished), its weight, and how it is worked out."""

    stage: str
    name: str
    score: int | None
    weight: int
    how: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The scores of a play: of its stages, and the total of those that were finished (0-100)."""

    stages: tuple[StageScore, ...]
    total: int | None


def scorecard(play: Play, t: Translator) -> Scorecard:
    """The scores of the stages that belong to a play."""
    worked_out = scores(play)
    results = {
        Stage.REPLAY: worked_out.replay,
        Stage.ANALYSIS: worked_out.analysis,
        Stage.REHEARSAL: worked_out.rehearsal,
    }
    stages = play.case.stages if play.stage_played is None else (play.stage_played,)
    weights = play.case.weights
    return Scorecard(
        tuple(
            StageScore(
                stage.value, t(STAGES[stage]), results[stage], weights.stages[stage], t(_how(stage, weights))
            )
            for stage in stages
        ),
        worked_out.total,
    )


def _how(stage: Stage, weights: Weights) -> Message:
    """A sentence on how the score of a stage is worked out."""
    if stage is Stage.REPLAY:
        return Message(
            "For each kind of detail, how much was found against how much was missed or mistaken (F1); "
            "the key sentences count for {keys} percent.",
            keys=weights.key_sentences,
        )
    if stage is Stage.ANALYSIS:
        return Message(
            "How right the last answer to each question was, less {help} percent for each hint "
            "and each further try (this counts for {questions} percent), and how early and how "
            "surely your hypothesis was right ({hypothesis} percent).",
            help=weights.help,
            questions=100 - weights.hypothesis,
            hypothesis=weights.hypothesis,
        )
    return Message(
        "The geometric mean of the four cells of the two-by-two: what one side loses, "
        "the other cannot make up for."
    )
