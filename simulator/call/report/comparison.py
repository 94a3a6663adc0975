"""Two calls side by side in words: what they share, where they part, and what it led to."""

from dataclasses import dataclass

from simulator.call.play.rehearsal import last_words
from simulator.call.review.comparing import Comparison
from simulator.call.review.review import Decision, Review
from simulator.render.rendering import rendered_html
from simulator.text.language import Translator, translator

from .conversation import BOTTOM, LEFT, MOST_TICKS, TOP
from .review import answer_at, grade_shown, percent, points
from .voice import Voice
from .wording import VERDICTS

RIGHT = 338  # the names of the lines stand below the picture


@dataclass(frozen=True, slots=True)
class ComparedReply:
    """A reply in one of the calls: what the customer had said, the grade, and the chance after it."""

    number: int
    customer: str
    voice: Voice
    say: str
    grade: str
    name: str
    lost: str
    chance: int
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the calls at a glance. `points` are its chances in the picture; `last_words` the customer's."""

    name: str
    caller: str
    verdict: str
    won: bool
    score: int | None
    ending: str | None
    accuracy: int | None
    opening: int
    chances: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    last_words: str | None


@dataclass(frozen=True, slots=True)
class ComparisonPart:
    """Two calls side by side. `apart` holds pairs from where they part; None where one is over."""

    language: str
    case_language: str
    case: str
    title: str
    sides: tuple[Side, Side]
    sentences: tuple[str, ...]
    figures: tuple[str, ...]
    """Sentences with figures: the chances where the calls part, and how far the scores are apart."""
    shared: tuple[ComparedReply, ...]
    apart: tuple[tuple[ComparedReply | None, ComparedReply | None], ...]
    ticks: tuple[tuple[int, float], ...]


def comparison_part(comparison: Comparison, names: tuple[str, str], language: str) -> ComparisonPart:
    """Two compared calls in words; `names` say which calls they are."""
    t = translator(language)
    left, right = comparison.left, comparison.right
    longest = max(len(left.decisions), len(right.decisions))
    stride = (RIGHT - LEFT) / max(1, longest)
    every = next(step for step in (1, 2, 5, 10, 20, 50, 10**5) if longest <= step * MOST_TICKS * 2)
    return ComparisonPart(
        language=language,
        case_language=left.case.language,
        case=left.case.id,
        title=left.case.title,
        sides=(_side(left, names[0], stride, t), _side(right, names[1], stride, t)),
        sentences=tuple(_sentences(comparison, names, t)),
        figures=tuple(_figures(comparison, names, t)),
        shared=tuple(_said(left, decision, t) for decision in left.decisions[: comparison.shared]),
        apart=tuple(
            (_said(left, a, t) if a else None, _said(right, b, t) if b else None) for a, b in comparison.apart
        ),
        ticks=tuple((n, round(LEFT + n * stride, 1)) for n in range(0, longest + 1, every)),
    )


def comparison_html(part: ComparisonPart) -> str:
    """The comparison as one HTML file that asks nobody for anything."""
    return rendered_html("compare.html.j2", part, part.language, part.case_language)


def _sentences(comparison: Comparison, names: tuple[str, str], t: Translator) -> list[str]:
    left, right = comparison.left, comparison.right
    sentences = []
    if not comparison.same_persona:
        sentences.append(
            t("There were different customers on the line, so the same reply need not do the same.")
        )
    number = comparison.parts_at
    if number is None:
        return [*sentences, t("Both calls went the same way from beginning to end.")]
    sentences.append(
        t("The calls diverge at the first reply.")
        if number == 1
        else t("The calls diverge at reply {number}; up to there they are the same.", number=number)
    )
    a, b = comparison.apart[0]
    if a is None or b is None:
        sentences.append(t("There, “{name}” is over already.", name=names[0] if a is None else names[1]))
    if left.outcome and right.outcome and left.outcome.score == right.outcome.score:
        sentences.append(t("In the end both come to the same score."))
    return sentences


def _figures(comparison: Comparison, names: tuple[str, str], t: Translator) -> list[str]:
    left, right = comparison.left, comparison.right
    figures = []
    a, b = comparison.apart[0] if comparison.apart else (None, None)
    if a is not None and b is not None:
        figures.append(
            t(
                "The chance of a win-win there: in “{left_name}” from {left_before} % to {left} %,"
                " in “{right_name}” from {right_before} % to {right} %.",
                left_name=names[0],
                left_before=percent(a.chance_before),
                left=percent(a.chance_after),
                right_name=names[1],
                right_before=percent(b.chance_before),
                right=percent(b.chance_after),
            )
        )
    if left.outcome and right.outcome:
        gap = left.outcome.score - right.outcome.score
        if gap:
            figures.append(
                t(
                    "In the end “{name}” is ahead by {points} points.",
                    name=names[0] if gap > 0 else names[1],
                    points=abs(gap),
                )
            )
    return figures


def _side(review: Review, name: str, stride: float, t: Translator) -> Side:
    outcome, case = review.outcome, review.case
    chances = tuple(percent(chance) for chance in review.chances)
    ending = outcome.ending if outcome else None
    return Side(
        name=name,
        caller=case.personas[review.persona].name,
        verdict=t(VERDICTS[outcome.verdict]) if outcome else t("The call was left before its end."),
        won=outcome is not None and outcome.verdict.value == "win-win",
        score=outcome.score if outcome else None,
        ending=ending.title if ending else None,
        accuracy=None if review.accuracy is None else round(review.accuracy),
        opening=chances[0],
        chances=chances,
        points=tuple(
            (round(LEFT + n * stride, 1), round(BOTTOM - chance / 100 * (BOTTOM - TOP), 1))
            for n, chance in enumerate(review.chances)
        ),
        last_words=last_words(case, review.decisions[-1].after) if outcome else None,
    )


def _said(review: Review, decision: Decision, t: Translator) -> ComparedReply:
    return ComparedReply(
        decision.number,
        *answer_at(review.case, decision.before, t),
        decision.move.say,
        *grade_shown(review, decision, t),
        points(decision.regret),
        percent(decision.chance_after),
        decision.move.why.at(decision.before),
    )
