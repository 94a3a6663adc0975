"""What people answered to a question: who chose which option, what was written, where things were put."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy

from simulator.exam.bank.answer_words import answer_words, names_option, place_words
from simulator.exam.bank.keys import Key
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import TRUTHS
from simulator.exam.results.results import ExamResults, ItemResult
from simulator.exam.results.rulings import marked_by, right_answers
from simulator.exam.statistics.distractors import OptionStatistics, option_statistics
from simulator.exam.statistics.marks import Interval, share_interval
from simulator.text.language import Language, translator
from simulator.text.proportion import Proportion

MOST_ANSWERS = 5
LONGEST_ANSWER = 60


@dataclass(frozen=True, slots=True)
class OptionPart:
    """An option with its statistics; `interval` is that of the share who chose it."""

    text: str
    statistics: OptionStatistics
    interval: Interval
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that was given, how often, and whether it is right."""

    text: str
    given: Proportion
    right: bool


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item of a matching or triage: where it belongs, how many put it there, and where else most did."""

    text: str
    belongs: str
    right: Proportion
    instead: str
    """Where most of the others put it; empty where nobody put it elsewhere."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered to a question, as far as its kind tells anything beyond its mark."""

    options: tuple[OptionPart, ...]
    given: tuple[GivenAnswer, ...]
    placed: tuple[PlacedItem, ...]
    blank: Proportion


def answers_to(question: Question, key: Key, results: ExamResults, language: Language) -> Answers:
    """What those present answered to a question that counts."""
    by_row = [
        next((one for one in result.items if one.question == question.id), None) for result in results.present
    ]
    asked = [item for item in by_row if item is not None]
    blank = Proportion(sum(item.blank for item in asked), len(asked))
    options: tuple[OptionPart, ...] = ()
    given: tuple[GivenAnswer, ...] = ()
    placed: tuple[PlacedItem, ...] = ()
    if question.kind in ("single", "multiple", "true-false"):
        options = _options(question, key, results, by_row, language)
    elif question.kind in ("number", "short-text", "ordering"):
        given = _given(question, key, asked, language)
    elif question.kind in ("matching", "triage"):
        placed = _placed(question, key, asked, language)
    return Answers(options, given, placed, blank)


def _options(
    question: Question,
    key: Key,
    results: ExamResults,
    by_row: Sequence[ItemResult | None],
    language: Language,
) -> tuple[OptionPart, ...]:
    t = translator(language)
    own = [(option.id, option.text.said_in(language)) for option in question.options]
    if question.kind == "true-false":
        own = [("true", t(TRUTHS[True])), ("false", t(TRUTHS[False]))]
    answers = right_answers(question, key.answer)
    right = [any(names_option(answer, name) for answer in answers) for name, _ in own]
    marks = results.marks_table()
    column = results.questions.index(question.id)
    _, rest = marks.rests(column)
    rows = numpy.flatnonzero(marks.asked[:, column])
    if len(rest) != len(rows):  # those who were asked nothing else have no rest
        others = marks.reachable[rows] - marks.most[column]
        rows = rows[others > 1e-9 * marks.most[column]]
    found = [by_row[int(row)] for row in rows]
    chosen = [[item is not None and names_option(item.given, name) for name, _ in own] for item in found]
    table = numpy.array(chosen, dtype=bool).reshape(len(found), len(own))
    return tuple(
        OptionPart(text, one, share_interval(one.chosen.share, one.chosen.of), tuple(map(t, one.remarks)))
        for (_, text), one in zip(own, option_statistics(table, right, rest), strict=True)
    )


def _given(
    question: Question, key: Key, asked: Sequence[ItemResult], language: Language
) -> tuple[GivenAnswer, ...]:
    """The answers that were given most often, blanks left out."""
    counts: Counter[str] = Counter()
    right: dict[str, bool] = {}
    for item in asked:
        if item.blank:
            continue
        text = " → ".join(answer_words(question, item.given, language))[:LONGEST_ANSWER]
        counts[text] += 1
        right[text] = marked_by(question, key, item.given).right
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_ANSWERS]
    return tuple(GivenAnswer(text, Proportion(count, len(asked)), right[text]) for text, count in most)


def _placed(
    question: Question, key: Key, asked: Sequence[ItemResult], language: Language
) -> tuple[PlacedItem, ...]:
    belongs = cast(Mapping[str, str], key.answer)
    rows = []
    for name, text in question.items.items():
        puts = Counter(
            item.given[name] for item in asked if isinstance(item.given, dict) and name in item.given
        )
        own = belongs.get(name, "")
        wrong = sorted(
            ((place, count) for place, count in puts.items() if place != own),
            key=lambda one: (-one[1], one[0]),
        )
        rows.append(
            PlacedItem(
                text.said_in(language),
                place_words(question, own, language),
                Proportion(puts[own], len(asked)),
                place_words(question, wrong[0][0], language) if wrong else "",
            )
        )
    return tuple(rows)
