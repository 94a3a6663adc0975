"""The scores of the stages, each with a sentence on how it is worked out."""

from dataclasses import dataclass

from simulator.call.case.case import Stage, Weights
from simulator.call.play.play import Play
from simulator.call.play.scoring import scores
from simulator.text.language import Translator
from simulator.text.message import Message

from .wording import STAGES


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
            "How right the last answer to each question was, less {help} percent for each hint and each "
            "further try (this counts for {questions} percent), and how early and how surely the "
            "expectation was supposed rightly ({hypothesis} percent).",
            help=weights.help,
            questions=100 - weights.hypothesis,
            hypothesis=weights.hypothesis,
        )
    return Message(
        "The geometric mean of the four cells of the two-by-two: what one side loses, "
        "the other cannot make up for."
    )
