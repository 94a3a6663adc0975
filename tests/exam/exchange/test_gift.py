"""GIFT: what its grammar says, and what people make of it by hand."""

import pytest

from .foreign_files import DEFAULTS, only, read, sample, told


def test_file_written_by_hand() -> None:
    """Questions of a real course would be missing, or be others than meant."""
    imported = read("gift", sample("hand.gift"))
    assert [(draft.line, draft.id, draft.data["kind"], draft.answer) for draft in imported.questions] == [
        (6, "first-words", "single", "b"),
        (14, "which-pictures", "multiple", ["a", "b"]),
        (19, "damage-reported-30-hours-after-signing-is-in-time", "true-false", True),
        (21, "damage-is-reported-within-hours-of-signing", "number", 48),
        (23, "the-rule-gives-hours-at-most-they-say", "number", 48),
        (25, "who-decides", "short-text", {"en": ["the team lead", "team leader"]}),
        (27, "who-does-what", "matching", {"a": "a", "b": "b"}),
    ]
    first, second, _, fourth, fifth, _, last = imported.questions
    assert first.data["options"] == {
        "a": {"en": "Did it bump into something?", "why": {"en": "It blames her."}},
        "b": {"en": "Take two pictures and I look"},
        "c": {"en": "Was it our courier: yes or no?"},
    }
    assert first.data["explanation"] == {"en": "Look into it before you ask who did it."}
    assert {draft.data["topic"] for draft in imported.questions} == {"damage"}
    assert (second.named, second.data["difficulty"], second.data["stem"]) == (
        True, 4, {"en": "Which pictures does a report need?"},
    )  # fmt: skip
    assert (fourth.data["stem"], fourth.data["tolerance"], fifth.data["tolerance"]) == (
        {"en": "Damage is reported within _____ hours of signing."}, 2, 24,
    )  # fmt: skip
    assert last.data["options"] == {"a": {"en": "Accounts"}, "b": {"en": "Quality"}, "c": {"en": "Nobody"}}


def test_mistakes_of_a_file_written_by_hand() -> None:
    """Somebody would not learn which questions are missing, or why."""
    assert told(read("gift", sample("hand.gift"))) == [
        (14, "lost", "Left out of the text: <b>."),
        (14, "lost", "The tag “spring” is left out."),
        (25, "lost", "“the trainer” earns part of the marks, which nothing does here; it is left out."),
        (35, "refused", "The title is opened with “::” and never closed."),
        (37, "refused", "The brace is not closed before the empty line."),
        (39, "refused", "It is answered in sentences, which no program can mark."),
        (41, "refused", "This is a text without a question; there are no braces with answers."),
        (43, "refused", "Numbers are whole here, and 0.5 is not."),
        (45, "refused", "One answer is chosen here, and 2 are right."),
        (47, "refused", "There is a second brace; write “\\{” and “\\}” for those that belong to the text."),
        (49, "refused", "“accounts” has no “->” between the two that belong together."),
        (51, "refused", "A text stands before the first “=” or “~” of the answers."),
        (53, "refused", "“*” stands for any text, which cannot be accepted here."),
    ]


def test_escapes() -> None:
    """A text with an equals sign would be cut into answers."""
    found = only(read("gift", r"::a\:b::[plain]Is 2 \{ 1 \= 3 \~ 4 \# 5\nor \\n? {=yes\#1#why \= so ~no}"))
    assert found["stem"] == {"en": "Is 2 { 1 = 3 ~ 4 # 5\nor \\n?"}
    assert found["options"] == {"a": {"en": "yes#1", "why": {"en": "why = so"}}, "b": {"en": "no"}}


@pytest.mark.parametrize(
    ("answers", "number", "tolerance"),
    [("#48", 48, 0), ("#48:2", 48, 2), ("#46..50", 48, 2), ("#=48:1#good", 48, 1), ("# -3 : 0", -3, 0)],
)
def test_numbers(answers: str, number: int, tolerance: int) -> None:
    """A number would be right with another tolerance than the author's."""
    (draft,) = read("gift", f"How many? {{{answers}}}").questions
    assert (draft.answer, draft.data.get("tolerance", 0)) == (number, tolerance)


@pytest.mark.parametrize("answers", ["#1..4", "#five", "#=4 =5", "#1e30", "#5..1", "#"])
def test_unusable_numbers(answers: str) -> None:
    """A number that cannot be kept would become another one."""
    imported = read("gift", f"How many? {{{answers}}}")
    assert (imported.questions, len(imported.refused)) == ((), 1)


@pytest.mark.parametrize(
    ("word", "truth"), [("T", True), ("TRUE", True), ("F", False), ("FALSE", False), ("true", True)]
)
def test_truths(word: str, truth: bool) -> None:
    """A true statement would be marked as false."""
    assert only(read("gift", f"It is so. {{{word}}}"))["answer"] is truth


def test_weights_that_are_not_ours() -> None:
    """An author would think that the weights still count."""
    lost = "Weights are left out: right ones count alike here, and so do wrong ones."
    assert told(read("gift", "Which? {~%70%a ~%30%b ~%-100%c}")) == [(1, "lost", lost)]
    assert told(read("gift", "Which? {~%50%a ~%50%b ~c ~d}")) == [(1, "lost", lost)]
    assert told(read("gift", "Which? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}")) == []
    part = "Part marks for an answer are left out: one answer is right, the others are not."
    assert told(read("gift", "Which? {=a ~%50%b ~c}")) == [(1, "lost", part)]


def test_feedback_that_has_no_place() -> None:
    """What the author says to a wrong answer would vanish without a word."""
    lost = "What is said to an answer is left out; there is the explanation for that."
    for answers in ("T#right!#wrong!", "=48#right!", "#48#right!"):
        assert told(read("gift", f"So? {{{answers}}}")) == [(1, "lost", lost)]


def test_category_and_topic() -> None:
    """The topics of a course would be lost, or Moodle's own names become topics."""
    text = "$CATEGORY: top/Default for X\n\n::a::Is it? {T}\n\n$CATEGORY: top/Late Delivery\n::b::Is it? {T}"
    assert [draft.data["topic"] for draft in read("gift", text).questions] == ["damage", "late-delivery"]


def test_tags_go_before_defaults() -> None:
    """What an export of ours says about a question would be overwritten when it comes back."""
    tags = "policy:returns clause:window clause:seal topic:seals difficulty:5 cost:70 borne-by:agent look-up"
    comment = " ".join(f"[tag:{tag}]" for tag in [*tags.split(), "version:v2", "desk:appliance"])
    (draft,) = read("gift", f"// [id:seal] {comment}\nIs it? {{T}}", DEFAULTS).questions
    assert draft.data == {
        "kind": "true-false", "topic": "seals", "difficulty": 5, "policy": "returns",
        "cites": ["window", "seal"], "look-up": True, "stem": {"en": "Is it?"}, "explanation": {},
        "cost": {"yuan": 70, "borne-by": "agent"},
    }  # fmt: skip
    assert (draft.id, draft.version, draft.desk) == ("seal", "v2", "appliance")


def test_titles_that_are_alike() -> None:
    """Of two questions with the same title one would be lost."""
    imported = read("gift", "::One::A? {T}\n\n::One::B? {F}\n\n// [id:one-2]\nC? {T}")
    assert [draft.id for draft in imported.questions] == ["one", "one-2"]
    assert told(imported) == [(6, "refused", "“one-2” is there twice; give one another name.")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What comes first? {=对不起 =sorry}", "en"), ("What does “对不起” mean to her? {=sorry ~hello}", "en"),
        ("客户说“I want my refund right now”，先说什么？ {=listen ~talk}", "zh"), ("VIP? {=贵宾 ~普通客户}", "zh"),
        ("Which word calms? {=马上 ~等等}", "en"), ("12 + 3? {=十五天内 ~不知道}", "zh"),
    ],
)  # fmt: skip
def test_language_is_that_of_the_question(text: str, language: str) -> None:
    """An English question would be filed as Chinese because an accepted answer is."""
    (draft,) = read("gift", text).questions
    assert list(draft.data["stem"]) == [language]


def test_explanation_below_the_answers() -> None:
    """An explanation would become the end of a sentence with a gap."""
    found = only(read("gift", "先说什么？ {=听完 ~解释}\n解析：先听完。"))
    assert (found["stem"], found["explanation"]) == ({"zh": "先说什么？"}, {"zh": "先听完。"})
