"""The item analysis: the statistics of the desk's own modules, question by question, with what was chosen."""

from simulator.exam.report.items import item_report, items_html
from tests.exam.paper.questions import bank, question

from .reports import BANK, PEOPLE, few, items, months
from .simulated import sat


def test_figures_are_those_of_the_statistics() -> None:
    """A question would be shown with the figures of another."""
    results, d = months()[-1].results, items()
    fit = results.statistics.scale
    assert fit is not None
    assert [one.id for one in d.questions] == list(results.questions)
    assert [one.statistics for one in d.questions] == [
        results.statistics.items[one.id] for one in d.questions
    ]
    assert tuple(one.parameters for one in d.questions) == fit.items
    assert [(one.id, one.why) for one in d.void] == [("fee-5", "It could be read | in two ways.")]


def test_options_add_up() -> None:
    """Somebody's choice would be lost, or the key be shown as a distractor."""
    by_id = {one.id: one for one in items().questions}
    single = by_id["own-single"].answers
    assert sum(one.statistics.chosen.hits for one in single.options) + single.blank.hits == PEOPLE - 1
    assert [one.statistics.right for one in single.options] == [False, True, False, False]
    assert [one.statistics.right for one in by_id["own-multiple"].answers.options] == [
        True,
        False,
        True,
        False,
    ]
    assert [one.statistics.right for one in by_id["own-true-false"].answers.options] == [False, True]
    hits = {one.statistics.chosen.hits for one in single.options if one.statistics.right}
    facility = by_id["own-single"].statistics.facility
    assert facility is not None
    assert hits == {round(facility * (PEOPLE - 1))}


def test_what_was_written_and_where_things_were_put() -> None:
    """An author would not see what people take for right."""
    by_id = {one.id: one.answers for one in items().questions}
    number, triage = by_id["own-number"].given, by_id["own-triage"].placed
    assert [one.text for one in number if one.right] == ["48"]
    assert {one.text for one in number} == {"48", "49", "58"}
    assert [(one.belongs, one.instead) for one in triage] == [
        ("Urgent and important", "Important, not urgent"), ("Neither urgent nor important", "Urgent and important"),
    ]  # fmt: skip
    assert (by_id["own-case"].options, by_id["own-case"].given, by_id["own-case"].placed) == ((), (), ())


def test_parallel_forms_have_a_rest_each() -> None:
    """Who was asked nothing but one question has no rest; the table of choices would not fit it."""
    alone = bank(question("single", "a"), question("single", "b"))
    both = sat([("a",), ("a", "b")], alone, 8)
    d = item_report(both.exam, both.results, alone, "en")
    assert [one.answers.options[0].statistics.chosen.of for one in d.questions] == [4, 4]
    assert [(form.name, form.questions) for form in d.forms] == [("A", 1), ("B", 2)]
    only = sat([("a",)], alone, 8)
    (one,) = item_report(only.exam, only.results, alone, "en").questions
    assert one.answers.options[0].statistics.chosen.of == 8


def test_languages_are_compared_where_known() -> None:
    """People of whom no language is known would be counted as Chinese."""
    last = months()[-1]
    d = item_report(last.exam, last.results, BANK, "en", languages={1: "en", 3: "en", 4: "zh"})
    assert d.languages == (2, 1)
    assert {one.language.counts for one in d.questions if one.language} == {(2, 1)}
    assert item_report(last.exam, last.results, BANK, "en", languages={1: "en"}).questions[0].language is None


def test_too_few_to_judge_is_said() -> None:
    """The figures of three people would be acted on."""
    d = item_report(few().exam, few().results, BANK, "en")
    assert (d.few, d.remarked) == (True, ())
    assert "Too few to judge: a question is judged from 30 answers on." in items_html(d)
