"""CSV as other programs and people leave it: separators, titles, quotation marks, days."""

import pytest

from simulator.exam.exchange.csv_tables import write_csv
from simulator.exam.exchange.outgoing import Outgoing
from simulator.text.bilingual import Pair

from .foreign_files import DEFAULTS, read, told

HEAD = "题干,选项A,选项B,答案\n"
NOT_CLOSED = "A quotation mark in this row is not closed where it should be; the rows behind it are read by themselves."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('问一,"听,说,A\n问二,听,说,A\n问三,听,说,A\n', [3, 4]),
        ('问一,"听,说,A\n问二,听",说,A\n问三,听,说,A\n', [4]),
        ('问一,"听,说,A\n问二,听,说,A\n问三,"听",说,A\n', [3, 4]),
        ('问一,"听"了,说,A\n问二,听,说,A\n', [3]),
    ],
)
def test_quotation_mark_that_is_not_closed(text: str, lines: list[int]) -> None:
    """A mark that somebody forgot would swallow the questions after it, without a word."""
    imported = read("csv", HEAD + text)
    assert (2, "refused", NOT_CLOSED) in told(imported)
    assert [draft.line for draft in imported.questions] == lines


def test_quotation_marks_that_are_meant() -> None:
    """A text of two lines, or one with commas or marks, would be taken for a mistake."""
    (draft,) = read("csv", HEAD + '"第一行\n第二行, 还有","说""好""", "先听, 再说" ,A\n').questions
    assert draft.data["stem"] == {"zh": "第一行\n第二行, 还有"}
    assert draft.data["options"] == {"a": {"zh": '说"好"'}, "b": {"zh": "先听, 再说"}}
    (inch,) = read("csv", HEAD + '5" 的屏幕,能换,不能换,A\n').questions
    assert inch.data["stem"] == {"zh": '5" 的屏幕'}


@pytest.mark.parametrize(
    "text",
    [
        "试题2026\n题干;选项A;选项B;答案\n先说什么;听完;解释;A\n",
        "题干;选项A, 对的;选项B, 也许, 错的, 或者;答案\n先说什么;听完;解释;A\n",
        "sep=;\n题干（必填）;选项A;选项B;答案\n先说什么;听完;解释;A\n",
        "题干\t选项A\t选项B\t答案\n先说什么\t听完\t解释\tA\n",
        "第一季度, 二组, 题库, 终稿, 2026\n题干|选项A|选项B|答案\n先说什么|听完|解释|A\n",
    ],
)
def test_separators_and_titles(text: str) -> None:
    """A table would be refused because a title stands above it, or a comma in a head."""
    imported = read("csv", text)
    assert (told(imported), len(imported.questions)) == ([], 1)
    assert imported.questions[0].data["options"] == {"a": {"zh": "听完"}, "b": {"zh": "解释"}}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2027-01-03", "2027-01-03"), ("2027/1/3", "2027-01-03"), ("2027.1.3", "2027-01-03"), ("2027年1月3日", "2027-01-03"),
        ("2027/1/3 0:00", "2027-01-03"), ("1/3/26", None), ("3/1/2027", None), ("26-12-1", None), ("46400", None),
        ("2027-13-01", None), ("01/12/27", None),
    ],
)  # fmt: skip
def test_days(written: str, day: str | None) -> None:
    """A question would be retired on another day than its author means, or in the year 1."""
    imported = read("csv", f"题干,选项A,选项B,答案,停用日期\n问,听,说,A,{written}\n")
    assert [draft.data["retired"] for draft in imported.questions] == ([day] if day else [])
    assert len(imported.refused) == (day is None)


@pytest.mark.parametrize(
    ("cell", "number"), [("48", 48), ("1,200", 1200), ("１２", 12), ("¥300.00", 300), ("四十八", 48)]
)
def test_whole_numbers_as_cells_show_them(cell: str, number: int) -> None:
    """A cost with a currency would be refused, or lose its thousands."""
    (draft,) = read("csv", f'题干,答案,答错代价（元）\n问。,对,"{cell}"\n').questions
    assert draft.data["cost"]["yuan"] == number


@pytest.mark.parametrize(
    "stem", ["=1+1", "'=1+1", "''=1", "'quoted'", "-5 or 5?", "+", "@home", "'", "it's", "|x"]
)
def test_texts_like_formulas_come_back(stem: str) -> None:
    """An apostrophe that belongs to a text would be lost, or a text become a formula of the reader's."""
    question = outgoing("short-text", stem, ["a"])
    written = write_csv([question], "en").content
    cell = written.decode("utf-8-sig").split("\r\n")[1]
    assert not any(part.startswith(("=", "+", "-", "@")) for part in cell.split(","))
    (draft,) = read("csv", written).questions
    assert draft.data["stem"] == {"en": stem}


def test_bars_in_short_answers_come_back() -> None:
    """An accepted text with a bar in it would become two."""
    accepted = ["either|or", "a\\|b", "｜", "plain", "back\\slash"]
    written = write_csv([outgoing("short-text", "Which?", accepted)], "en").content
    (draft,) = read("csv", written).questions
    (texts,) = draft.data["key"].values()
    assert texts == {"en": accepted}


def outgoing(kind: str, stem: str, accepted: list[str]) -> Outgoing:
    """Return a question on its way out."""
    data = {
        "kind": kind, "topic": "t", "difficulty": 1, "policy": DEFAULTS.policy, "cites": ["photos"], "stem": {"en": stem},
        "key": {"v1": {"en": accepted}}, "explanation": {}, "cost": {"yuan": 0, "borne-by": "company"},
    }  # fmt: skip
    return Outgoing("one", "appliance", data, tuple(accepted), "v1", Pair())
