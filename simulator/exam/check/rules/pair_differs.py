"""A question that is not the same in both languages: a text is missing, or says another figure."""

from collections.abc import Iterator
from typing import Any

from simulator.call.check.study import Remark
from simulator.call.check.wording import figures, is_written_in
from simulator.exam.bank.question import COMPUTED, Question
from simulator.exam.check.study import LANGUAGES, BankStudy, QuestionRule, in_language, texts_of
from simulator.source.reading import Location
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .negative_unmarked import negative

NAMES = {"zh": Message("Chinese"), "en": Message("English")}


def check(study: BankStudy) -> Iterator[Remark]:
    """Compare the two languages of each text, and the accepted answers of each."""
    for source in study.files.policies.values():
        for location, text in _pairs((), source.data):
            message = _fault(text, _written_in(study))
            if message is not None:
                yield Remark(source.place(location, key=True), message)
    for question in study.questions:
        languages = [
            language
            for language in LANGUAGES
            if any(in_language(text, language) for _, text in texts_of(question))
        ]
        for location, text in texts_of(question):
            message = _fault(text, languages)
            if message is not None:
                yield Remark(study.place(question, *location, key=True), message)
        yield from _keys(study, question, languages)
        said = {bool(negative(in_language(question.stem, language), language)) for language in languages}
        if question.kind == "true-false" and len(said) > 1:
            message = Message("One language denies what the other says; then true and false change places.")
            yield Remark(study.place(question, "stem", key=True), message)


def _written_in(study: BankStudy) -> list[str]:
    """The languages in which any policy of the bank has its title."""
    titles = [policy.title for policy in study.bank.policies.values()]
    return [language for language in LANGUAGES if any(in_language(title, language) for title in titles)]


def _pairs(location: tuple[str, ...], data: Any) -> Iterator[tuple[Location, Pair]]:
    """Every text of a policy's data."""
    if isinstance(data, dict) and data and data.keys() <= set(LANGUAGES):
        yield location, Pair(data.get("zh") or "", data.get("en") or "")
    elif isinstance(data, dict):
        for step, item in data.items():
            yield from _pairs((*location, step), item)


def _fault(text: Pair, languages: list[str]) -> Message | None:
    for language in languages:
        if not in_language(text, language):
            return Message("This is missing in {language}.", language=NAMES[language])
        if not is_written_in(in_language(text, language), language):
            return Message("This is not written in {language}.", language=NAMES[language])
    there, here = figures(text.zh), figures(text.en)
    # as in translations: a figure in words cannot be seen, so only texts with as many digits are compared
    if len(languages) > 1 and there != here and there.total() == here.total():
        return Message(
            "The figures differ: {zh} in Chinese, {en} in English.",
            zh=", ".join((there - here).elements()),
            en=", ".join((here - there).elements()),
        )
    return None


def _keys(study: BankStudy, question: Question, languages: list[str]) -> Iterator[Remark]:
    """See that typed answers are accepted in each language in which the question is asked."""
    if question.kind != "short-text":
        return
    for version, accepted in study.written(question)["key"].items():
        for language in languages:
            if version != COMPUTED and not accepted.get(language):
                yield Remark(
                    study.place(question, "key", version, key=True),
                    Message("No answer is accepted in {language}.", language=NAMES[language]),
                )


RULE = QuestionRule("pair-differs", check)
