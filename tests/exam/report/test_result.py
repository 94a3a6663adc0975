"""The examinee's result: as shown in the sitting, in words, and never more sure than the paper is."""

from math import isclose

from simulator.exam.paper.exam import Examinee
from simulator.exam.report.result import examinee_report, result_html
from simulator.exam.sitting.presenting import presented

from .reports import BANK, FORM, MEMBERS, months, result


def test_everybodys_marks_add_up() -> None:
    """A result would contradict itself."""
    for person in MEMBERS:
        d = result(person)
        assert isclose(sum(topic.marks for topic in d.topics), d.marks)
        assert isclose(sum(one.marks for one in d.items if one.state != "void"), d.marks)
        assert sum(topic.most for topic in d.topics) == (0 if d.absent else d.most)
        assert [one.state for one in d.items].count("void") == (0 if d.absent else 1)


def test_questions_stand_in_the_order_of_the_sitting() -> None:
    """“Question 3” would be another one than the examinee remembers."""
    d = result()
    paper = presented([BANK.questions[name] for name in FORM], Examinee(7, 9, 0, 0, 9), "en")
    assert [one.explained.stem.text for one in d.items] == [one.stem for one in paper.questions]
    assert [one.number for one in d.items] == list(range(1, 16))


def test_every_option_tells_its_reason_whatever_was_chosen() -> None:
    """Somebody who guessed right would not learn why the others are wrong."""
    single = [one for person in MEMBERS for one in result(person).items if one.kind == "single choice"]
    assert {one.state for one in single} == {"right", "wrong", "blank", "void"}
    for one in single:
        own = BANK.questions["own-single"].options
        assert sorted(option.why.text for option in one.explained.reasons) == sorted(
            option.why.said_in("en") for option in own
        )


def test_the_error_bounds_the_marks() -> None:
    """A result would look exact, or reach beyond what can be had."""
    d = result(27)
    assert d.low is not None
    assert d.high is not None
    assert 0 <= d.low < d.marks < d.high <= d.most
    assert d.picture is not None
    assert d.picture.bars[0].says == f"{100 * d.share:.0f} % ± {100 * (d.error or 0):.0f} %"


def test_who_did_not_come() -> None:
    """Somebody absent would be told marks."""
    text = result_html(result(2))
    assert ("absent" in text, "Question by question" in text, "of 14 marks" in text) == (
        True,
        False,
        False,
    )


def test_texts_in_the_other_language_say_so() -> None:
    """A screen reader would read Chinese in an English voice."""
    assert '<p class="stem" lang="zh-Hans">费用题 1？</p>' in result_html(result())
    last = months()[-1]
    found = last.results.of(9)
    assert found is not None
    d = examinee_report(last.exam, Examinee(7, 9, 0, 0, 9), found, BANK, "zh", name="九号")
    assert 'lang="en"' not in result_html(d)
