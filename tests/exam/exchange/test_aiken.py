"""Aiken, as other programs and as people write it."""

from .foreign_files import only, read, sample, told


def test_file_of_others() -> None:
    """Questions would be missing, or have another right answer."""
    imported = read("aiken", sample("quiz.aiken.txt"))
    assert [(draft.line, draft.answer, len(draft.data["options"])) for draft in imported.questions] == [
        (1, "b", 2), (7, "b", 3), (13, "b", 2),
    ]  # fmt: skip
    assert imported.questions[0].data["stem"] == {
        "en": "A television was cracked when it was unpacked.\nWhat comes first?"
    }
    assert imported.questions[1].data["options"]["b"] == {"zh": "您拍两张，我马上核实"}


def test_mistakes_of_a_file() -> None:
    """Somebody would not learn which questions are missing, or why."""
    missing = "“ANSWER:” with the letter of the right answer is missing behind this question."
    assert told(read("aiken", sample("quiz.aiken.txt"))) == [
        (24, "refused", "“A, B” is not one letter; one answer is right in this format."),
        (29, "refused", "There is no answer D; the answers are A to B."),
        (31, "refused", missing),
        (36, "refused", "There are no answers to choose from, each with a letter and a point."),
        (38, "refused", missing),
    ]


def test_line_that_only_looks_like_an_answer() -> None:
    """“C. Miller” in a question would become an answer."""
    found = only(read("aiken", "Who is\nC. Miller?\nA. A lead\nB. A trainer\nANSWER: A"))
    assert found["stem"] == {"en": "Who is\nC. Miller?"}
    assert found["options"] == {"a": {"en": "A lead"}, "b": {"en": "A trainer"}}


def test_lines_that_belong_to_no_question() -> None:
    """An explanation or a heading would become the beginning of the next question."""
    text = """一、单选题（每题2分）
先说什么？
A. 听完
B. 解释
答案：A
解析：先听完，
再开口。

难度：易
知识点：倾听
第二部分 退货

Quiz of March

Who decides?
A. The lead
B. The trainer
ANSWER: A
Explanation: The rule says so.
"""
    imported = read("aiken", text)
    assert [(draft.line, draft.data["stem"], draft.data["explanation"]) for draft in imported.questions] == [
        (2, {"zh": "先说什么？"}, {"zh": "先听完，\n再开口。"}),
        (15, {"en": "Who decides?"}, {"en": "The rule says so."}),
    ]
    left = "This line belongs to no part of a question; it is left out: “{}”."
    assert told(imported) == [
        (line, "lost", left.format(words))
        for line, words in (
            (1, "一、单选题（每题2分）"), (9, "难度：易"), (10, "知识点：倾听"), (11, "第二部分 退货"), (13, "Quiz of March"),
        )
    ]  # fmt: skip


def test_question_of_two_paragraphs() -> None:
    """Half a question would be taken for a title."""
    found = only(read("aiken", "A customer calls.\n\nWhat comes first?\nA. Listen\nB. Talk\nANSWER: A"))
    assert found["stem"] == {"en": "A customer calls.\nWhat comes first?"}
