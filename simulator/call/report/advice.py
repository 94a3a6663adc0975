"""What to train next, read off the play itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.call.case.case import Detail, Stage
from simulator.call.play.play import Play
from simulator.call.play.rehearsal import Spoken
from simulator.call.play.scoring import DetailsFound, Scores, beliefs, details, questions, scores
from simulator.text.language import Translator
from simulator.text.message import Message, plural

from .wording import CELLS, DETAIL_MEANINGS, DETAILS, STAGES

MOST = 4
ENOUGH = 90  # a stage's score, and a question's credit in percent, from which on there is nothing to say

Spotted = tuple[float, "Advice"]
"""A piece of advice and how pressing it is."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to train, and why. `quote` is a text of the case that it is about, if any."""

    what: str
    why: str
    quote: str | None = None


def advice(play: Play, spoken: tuple[Spoken, ...], t: Translator) -> tuple[Advice, ...]:
    """At most four things to train next, the most pressing first; last, whether other customers wait."""
    worked_out = scores(play)
    spotted = [
        *_mistakes(play, t),
        *_closed_early(play, spoken, t),
        *_weakest_cell(play, t),
        *_overheard(play, t),
        *_over_marked(play, t),
        *_late_hypothesis(play, worked_out, t),
        *_hardest_question(play, worked_out, t),
        *_weakest_stage(worked_out, t),
    ]
    spotted.sort(key=lambda entry: -entry[0])
    waiting = list(_waiting(play, t))
    chosen = [entry for _, entry in spotted][: MOST - len(waiting)]
    return (*chosen, *waiting)


def _mistakes(play: Play, t: Translator) -> Iterator[Spotted]:
    outcome = play.outcome()
    for error in outcome.critical if outcome else ():
        mistake = play.case.critical[error]
        yield (
            1000 - mistake.cap,
            Advice(
                t("Never again, whatever the caller says: a critical error."),
                t("After it, all four values count only {cap} %.", cap=mistake.cap),
                mistake.text,
            ),
        )


def _closed_early(play: Play, spoken: tuple[Spoken, ...], t: Translator) -> Iterator[Spotted]:
    outcome = play.outcome()
    if outcome is None or not spoken or "close" not in spoken[-1].move.kinds:
        return
    solved = outcome.cells.customer_business
    if solved < outcome.bar and not outcome.critical:
        yield (
            500,
            Advice(
                t("Do not close before the matter is settled."),
                t(
                    "You closed after {count} replies, with “{cell}” at {value} of the {bar} it takes.",
                    count=len(spoken),
                    cell=t(CELLS.customer_business),
                    value=solved,
                    bar=outcome.bar,
                ),
            ),
        )


def _weakest_cell(play: Play, t: Translator) -> Iterator[Spotted]:
    outcome = play.outcome()
    if outcome is None or outcome.critical:
        return  # a cap makes all cells alike, and the error has been named
    value, cell = min(zip(outcome.cells.cells(), CELLS.cells(), strict=True), key=lambda entry: entry[0])
    if value < outcome.bar:
        yield (
            300 + outcome.bar - value,
            Advice(
                t("Work on the weakest cell: {cell}.", cell=t(cell)),
                t("It came to {value}; {bar} wins it.", value=value, bar=outcome.bar),
            ),
        )


def _overheard(play: Play, t: Translator) -> Iterator[Spotted]:
    """The kind of detail of which the smallest share was found."""
    worst = _worst(play, lambda entry: (entry.recall, -len(entry.missed)))
    if worst is None or worst.recall == 1:
        return
    key = worst.detail is Detail.KEY
    yield (
        150 + 100 * (1 - worst.recall),
        Advice(
            t("Listen again for the key sentences.")
            if key
            else t("Listen for what is {detail}: {means}.", **_named(worst.detail, t)),
            t(
                "You found {found} of {all}.",
                found=len(worst.found),
                all=len(worst.found) + len(worst.missed),
            ),
        ),
    )


def _over_marked(play: Play, t: Translator) -> Iterator[Spotted]:
    """The kind of detail that was seen most often where it was not."""
    worst = _worst(play, lambda entry: (entry.precision, -len(entry.mistaken)))
    if worst is None or worst.precision > 0.5 or len(worst.mistaken) < 2:
        return
    yield (
        140 + 100 * (1 - worst.precision),
        Advice(
            t("Mark fewer lines as “{detail}”: {means}.", **_named(worst.detail, t)),
            t(
                "{mistaken} of your {all} marks were mistaken.",
                mistaken=len(worst.mistaken),
                all=len(worst.found) + len(worst.mistaken),
            ),
        ),
    )


def _late_hypothesis(play: Play, worked_out: Scores, t: Translator) -> Iterator[Spotted]:
    case = play.case
    if worked_out.analysis is None or case.analysis is None or not play.progress.analysis.beliefs:
        return
    held = beliefs(case, play.progress.analysis)
    right = [belief is not None and belief.expectation == case.analysis.recorded for belief in held]
    if not right[-1]:
        yield (
            260,
            Advice(
                t("Go through the recording again with the real expectation in mind."),
                t("Your last hypothesis was another one."),
                case.analysis.expectations[case.analysis.recorded],
            ),
        )
    elif right.index(True) > len(right) // 2:
        yield (
            160,
            Advice(
                t("Form your hypothesis earlier, and revise it."),
                t(
                    "You named the real expectation at step {step} of {steps}; it counts from then on.",
                    step=right.index(True) + 1,
                    steps=len(right),
                ),
            ),
        )


def _hardest_question(play: Play, worked_out: Scores, t: Translator) -> Iterator[Spotted]:
    if worked_out.analysis is None or play.case.analysis is None:
        return
    asked = questions(play.case, play.progress.analysis)
    hardest = min(asked, key=lambda question: question.credit, default=None)
    if hardest is not None and hardest.credit < ENOUGH / 100:
        yield (
            100 + 50 * (1 - hardest.credit),
            Advice(
                t("Look at the hardest question again."),
                t("It brought you {credit} percent of its credit.", credit=round(100 * hardest.credit)),
                hardest.step.question,
            ),
        )


def _weakest_stage(worked_out: Scores, t: Translator) -> Iterator[Spotted]:
    results = {
        Stage.REPLAY: worked_out.replay,
        Stage.ANALYSIS: worked_out.analysis,
        Stage.REHEARSAL: worked_out.rehearsal,
    }
    there = {stage: score for stage, score in results.items() if score is not None}
    if len(there) < 2:
        return
    weakest = min(there, key=there.__getitem__)
    if there[weakest] < ENOUGH:
        yield (
            120,
            Advice(
                t("Play one stage by itself: {stage}.", stage=t(STAGES[weakest])),
                t("It was your weakest stage."),
            ),
        )


def _waiting(play: Play, t: Translator) -> Iterator[Advice]:
    """That others call with the same opening words, without a word about who they are."""
    others = len(play.case.personas) - 1
    if play.progress.rehearsal is not None and others:
        why = t(
            plural(
                "One more kind of customer is behind the same complaint, with another wish.",
                "{count} more kinds of customer are behind the same complaint, each with another wish.",
                count=others,
            )
        )
        yield Advice(t("Take the call again with another customer."), why)


def _worst(play: Play, rank: Callable[[DetailsFound], tuple[float, int]]) -> DetailsFound | None:
    heard = play.progress.replay
    if heard.heard < len(play.case.lines) or not heard.heard:
        return None
    return min(details(play.case, heard), key=rank, default=None)


def _named(detail: Detail, t: Translator) -> dict[str, Message]:
    return {"detail": DETAILS[detail], "means": DETAIL_MEANINGS[detail]}
