"""An answer is explained alike wherever it is: on the page of a result, in its files, on a review card."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date
from functools import cache
from html import unescape
from types import SimpleNamespace
from typing import cast

import pytest
from openpyxl import load_workbook

from simulator.exam.bank.document import QuestionKind
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import Bank, load_bank
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import BEARERS, KINDS, QUADRANTS, TRUTHS
from simulator.exam.cards import Card
from simulator.exam.pages.cards import CardAnswered, asked_card
from simulator.exam.pages.setting.report_sheets import result_sheets
from simulator.exam.paper.exam import Examinee
from simulator.exam.report.result import ExamineeReport, examinee_report, result_html, result_markdown
from simulator.exam.results.explaining import explained
from simulator.exam.results.results import ItemResult
from simulator.render.rendering import language_attribute
from simulator.render.spreadsheet import excel_file
from simulator.resources import scenarios
from simulator.text.language import LANGUAGES, Language, translator
from simulator.web.rendering import rendered
from tests.exam.report.simulated import sat

DAY = date(2026, 11, 1)
PEOPLE = 3
MOST = 8
"""Questions of a kind that are looked at."""


@cache
def bank() -> Bank:
    """The bundled bank."""
    return load_bank(scenarios())


def questions(kind: QuestionKind) -> list[Question]:
    """Questions of a kind that have a key on the day, from all over the bank."""
    found = [
        one
        for one in bank().questions.values()
        if one.kind == kind and isinstance(resolved(one, bank().policies, DAY), Key)
    ]
    return found[:: max(1, len(found) // MOST)][:MOST]


def main_part(template: str, language: Language, **values: object) -> str:
    """What a page of the desk says, without its frame."""
    frame = {
        "t": translator(language), "language": language, "page_lang": language, "zone": UTC,
        "case_lang": language_attribute(language), "url": lambda route, **_: f"/{route}", "note": None,
        "person": None, "navigation": (), "desk_name": "desk", "csrf_field": str,
        "visit": SimpleNamespace(csrf="", request=SimpleNamespace(url=SimpleNamespace(path="/", query=""))),
    }  # fmt: skip
    return rendered(template, {**frame, **values}).split("<main", 1)[1].split("</main>")[0]


def plain(text: str) -> str:
    """What is read: without markup, in single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def in_parts(text: str, heading: str) -> list[str]:
    """The parts of a text that begin with a heading, each question's one."""
    return re.split(heading, text)[1:]


def as_card(question: Question, item: ItemResult, language: Language) -> str:
    """What a review card says after the same answer."""
    card = Card(9, 1, question.id, question.id, question.policy, "", {}, DAY)
    asked = asked_card(bank(), card, 3, DAY, language)
    told = explained(asked.question, asked.shown, asked.key, item.given, bank(), DAY, language)
    answered = CardAnswered(item.credit == 1, DAY, told)
    return plain(main_part("cards/answered.html.j2", language, answered=answered, left=1))


def rows(report: ExamineeReport, language: Language) -> list[str]:
    """What each row of the Excel file says."""
    content = excel_file(result_sheets(report, translator(language)))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [" ".join(str(cell.value or "") for cell in row) for row in sheet.iter_rows(min_row=2)]


def told(text: str, known: Iterable[str]) -> list[str]:
    """Which of the texts that an author gave are told."""
    flat = "".join(text.replace(",", "").split())
    return [one for one in known if "".join(one.replace(",", "").split()) in flat]


def named(question: Question, answer: object, language: Language) -> list[str]:
    """The texts that an answer names, in the bank's words; none for a blank or a call."""
    texts = {one.id: one.text.said_in(language) for one in question.options}
    texts |= {name: text.said_in(language) for name, text in question.items.items()}
    texts |= {name: translator(language)(said) for name, said in QUADRANTS.items()}
    if answer is None or question.kind == "case":
        return []
    if isinstance(answer, bool):
        return [translator(language)(TRUTHS[answer])]
    if isinstance(answer, Mapping):
        return [texts[one] for pair in answer.items() for one in pair]
    names = [answer] if isinstance(answer, (str, int)) else list(cast(Sequence[str], answer))
    return [texts.get(str(one), str(one)) for one in names]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_page_files_and_card_explain_alike(kind: QuestionKind, language: Language) -> None:
    """What was learnt from an exam would depend on where the result was read."""
    asked = questions(kind)
    assert asked
    exam = sat([[one.id for one in asked]], bank(), PEOPLE, day=DAY)
    compared = 0
    for result in exam.results.present:
        examinee = Examinee(7, result.person, 0, 0, result.person)
        report = examinee_report(exam.exam, examinee, result, bank(), language, name="Lin")
        page = in_parts(main_part("sittings/result.html.j2", language, d=report, exam=7), "<section ")
        file = in_parts(result_html(report), '<div class="asked"')
        markdown = in_parts(result_markdown(report).replace("\\", ""), "\n### (?=.*[✓◐✗○–])")
        excel = rows(report, language)
        assert len(page) == len(file) == len(markdown) == len(excel) == len(report.items) == len(asked)
        by_stem = {one.stem.said_in(language): one for one in asked}
        results = {item.question: item for item in result.items}
        for place, item in enumerate(report.items):
            question = by_stem[item.explained.stem.text]
            key = resolved(question, bank().policies, DAY)
            assert isinstance(key, Key)
            said = {
                "page": plain(f"<{page[place]}"),
                "file": plain(f"<{file[place]}"),
                "Markdown": markdown[place],
                "Excel": excel[place],
            }
            if kind != "case":
                said["card"] = as_card(question, results[question.id], language)
            given = results[question.id].given
            must = [
                question.stem.said_in(language),
                *named(question, key.answer, language),
                *named(question, given, language),
                *(option.why.said_in(language) for option in question.options if kind in ("single", "multiple")),
                key.explanation.said_in(language),
                bank().policies[question.policy].title.said_in(language),
                f"{question.cost.yuan}",
                translator(language)(BEARERS[question.cost.borne_by]),
            ]  # fmt: skip
            assert {name: told(text, must) for name, text in said.items()} == dict.fromkeys(said, must)
            compared += len(said)
    assert compared >= len(asked) * PEOPLE * 4
