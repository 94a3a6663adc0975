"""The item analysis for the author: statistics of each question and of each form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy

from simulator.exam.bank.answer_words import answer_words
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.wording import KINDS
from simulator.exam.paper.exam import Exam, Ruling, form_name
from simulator.exam.results.results import ExamResults
from simulator.exam.results.rulings import in_force
from simulator.exam.statistics.item_statistics import ItemStatistics
from simulator.exam.statistics.language_groups import LanguageDifference, language_differences
from simulator.exam.statistics.marks import ENOUGH, SATISFACTORY, UNSATISFACTORY, PaperStatistics
from simulator.exam.statistics.response_theory import ItemParameters, Model
from simulator.render.charts import Bar, Bars, Columns, Scale, bars, columns, scale
from simulator.render.rendering import rendered_html, rendered_markdown
from simulator.text.bilingual import Said
from simulator.text.escaping import shortened
from simulator.text.language import Language, Translator, translator

from .answers import Answers, answers_to

LABEL_ROOM = 36


@dataclass(frozen=True, slots=True)
class AnalysedForm:
    """A parallel form with its statistics; `remark` says whether it tells people apart well enough."""

    name: str
    questions: int
    statistics: PaperStatistics
    cut: float
    remark: str


@dataclass(frozen=True, slots=True)
class AnalysedQuestion:
    """A question with its statistics."""

    number: int
    id: str
    stem: Said
    kind: str
    topic: str
    forms: str
    authored: int
    """The difficulty that its author gave it, 1-5."""
    marks: int
    key: tuple[str, ...]
    ruled: str
    """Why it is marked otherwise than its author said; empty where it is not."""
    statistics: ItemStatistics
    parameters: ItemParameters | None
    remarks: tuple[str, ...]
    language: LanguageDifference | None
    """How those in English did against the others; None where no language is known."""
    language_words: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class VoidQuestion:
    """A question that counts for nobody, and why."""

    id: str
    stem: Said
    why: str


@dataclass(frozen=True, slots=True)
class ItemReport:
    """The item analysis of an exam. `languages` is how many sat in English and in Chinese, if known."""

    language: Language
    title: str
    desk: str
    day: date
    came: int
    running: int
    enough: int
    """From so many answers on a question is judged."""
    forms: tuple[AnalysedForm, ...]
    model: str
    two_parameter: bool
    converged: bool
    questions: tuple[AnalysedQuestion, ...]
    void: tuple[VoidQuestion, ...]
    languages: tuple[int, int]
    spread: Columns | None
    facilities: Bars | None
    map: Scale | None

    @property
    def few(self) -> bool:
        """Whether no question has enough answers to be judged."""
        return all(one.statistics.few for one in self.questions)

    @property
    def remarked(self) -> tuple[AnalysedQuestion, ...]:
        """Questions of which there is something to say; not those with too few answers."""
        return tuple(one for one in self.questions if one.remarks and not one.statistics.few)


def item_report(
    exam: Exam,
    results: ExamResults,
    bank: Bank,
    language: Language,
    *,
    rulings: Sequence[Ruling] = (),
    languages: Mapping[int, str] | None = None,
) -> ItemReport:
    """The item analysis. `languages` tells by person in which language (zh or en) somebody sat, if known."""
    t = translator(language)
    there = bool(results.present and results.questions)
    found = results.statistics if there else None
    fit = found.scale if found else None
    groups, counts = _by_language(results, languages or {})
    on_forms = _on_forms(exam)
    counting = in_force(rulings)
    keys = {item.question: item.key for one in results.present for item in one.items}
    parts = []
    for number, name in enumerate(results.questions if found else (), start=1):
        assert found is not None
        question, statistics, key = bank.questions[name], found.items[name], keys.get(name)
        if key is None:  # nobody was asked
            continue
        difference = groups.get(name)
        ruling = counting.get(name)
        parts.append(
            AnalysedQuestion(
                number=number,
                id=name,
                stem=question.stem.said(language),
                kind=t(KINDS[question.kind]),
                topic=bank.name_of(question.topic, language),
                forms=on_forms[name],
                authored=question.difficulty,
                marks=results.most[name],
                key=answer_words(question, key.answer, language),
                ruled=(ruling.reason or "–") if ruling and ruling.answer is not None else "",
                statistics=statistics,
                parameters=fit.items[number - 1] if fit else None,
                remarks=tuple(map(t, statistics.remarks)),
                language=difference,
                language_words=t(difference.words) if difference else "",
                answers=answers_to(question, key, results, language),
            )
        )
    two = fit is not None and fit.model is Model.TWO_PARAMETER
    return ItemReport(
        language=language,
        title=exam.title,
        desk=bank.name_of(exam.desk, language),
        day=exam.day,
        came=len(results.present),
        running=len(results.running),
        enough=ENOUGH,
        forms=tuple(
            AnalysedForm(
                form_name(number),
                len(results.questions_of(number)),
                statistics,
                results.cuts[number],
                _form_remark(statistics, t),
            )
            for number, statistics in (found.papers.items() if found else ())
        ),
        model=t("two parameters: each question has a discrimination of its own")
        if two
        else t("Rasch: all questions have one discrimination"),
        two_parameter=two,
        converged=fit is None or fit.converged,
        questions=tuple(parts),
        void=tuple(
            VoidQuestion(
                name,
                bank.questions[name].stem.said(language),
                counting[name].reason
                if name in counting and counting[name].void
                else t("There is no right answer on the day of the exam."),
            )
            for name in results.void
        ),
        languages=counts,
        spread=_spread(results, t),
        facilities=_facilities(parts, t),
        map=_map(parts, [] if fit is None else list(fit.abilities.means), t),
    )


def items_html(d: ItemReport) -> str:
    """The report as one HTML file that asks nobody for anything."""
    return rendered_html("exam_items.html.j2", d, d.language, d.language)


def items_markdown(d: ItemReport) -> str:
    """The report as Markdown."""
    return rendered_markdown("exam_items.md.j2", d, d.language)


def _on_forms(exam: Exam) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for number, form in enumerate(exam.forms):
        for item in form.items:
            found.setdefault(item.question, []).append(form_name(number))
    return {name: " ".join(names) for name, names in found.items()}


def _by_language(
    results: ExamResults, languages: Mapping[int, str]
) -> tuple[dict[str, LanguageDifference], tuple[int, int]]:
    """How those in English did against those in Chinese, by question; nothing unless there are both."""
    rows = [row for row, result in enumerate(results.present) if languages.get(result.person) in ("zh", "en")]
    english = [languages[results.present[row].person] == "en" for row in rows]
    counts = sum(english), len(english) - sum(english)
    if not all(counts) or not results.questions:
        return {}, counts
    marks = results.marks_table().of_those(numpy.array(rows))
    return dict(zip(results.questions, language_differences(marks, english), strict=True)), counts


def _form_remark(found: PaperStatistics, t: Translator) -> str:
    if found.few or found.consistency is None:
        return t("Too few to judge: {count}; at least {least} are needed.", count=found.count, least=ENOUGH)
    if found.consistency >= SATISFACTORY:
        return t("Reliability: good enough to distinguish between people.")
    if found.consistency < UNSATISFACTORY:
        return t(
            "Reliability: too low to distinguish between people. Near the pass mark, passing "
            "is a matter of luck."
        )
    return t(
        "Reliability: enough to distinguish between people, but not well. A longer exam would be better."
    )


def _spread(results: ExamResults, t: Translator) -> Columns | None:
    shares = [result.share for result in results.present]
    if not shares:
        return None
    description = t(
        "From {least} % to {most} %, on average {mean} %.",
        least=round(100 * min(shares)),
        most=round(100 * max(shares)),
        mean=round(100 * sum(shares) / len(shares)),
    )
    mark = results.cuts[0] if len(set(results.cuts)) == 1 else None
    return columns(t("How many people reached which score"), description, shares, mark)


def _facilities(parts: Sequence[AnalysedQuestion], t: Translator) -> Bars | None:
    """The questions, the hardest first, each with the interval of its facility."""
    held = [one for one in parts if one.statistics.facility is not None]
    if not held:
        return None
    rows = sorted(held, key=lambda one: (one.statistics.facility or 0.0, one.number))
    found = []
    for one in rows:
        facility, interval = one.statistics.facility or 0.0, one.statistics.facility_interval
        label = f"{one.number}  {shortened(one.stem.text, LABEL_ROOM)}"
        found.append(
            Bar(
                label,
                f"{100 * facility:.0f} %",
                facility,
                interval.least,
                interval.most,
                "mind" if one.remarks and not one.statistics.few else "",
            )
        )
    return bars(t("The facility of each question with its 95 % interval, the hardest first"), found)


def _map(parts: Sequence[AnalysedQuestion], abilities: Sequence[float], t: Translator) -> Scale | None:
    asked = [(one.number, one.parameters.difficulty) for one in parts if one.parameters]
    if not asked:
        return None
    description = t(
        "{people} people from {low} to {high}; {count} questions from {easy} to {hard}.",
        people=len(abilities),
        low=f"{min(abilities):.1f}",
        high=f"{max(abilities):.1f}",
        count=len(asked),
        easy=f"{min(b for _, b in asked):.1f}",
        hard=f"{max(b for _, b in asked):.1f}",
    )
    return scale(
        t("People and questions on one scale, the ablest and the hardest on top"),
        description,
        abilities,
        asked,
    )
