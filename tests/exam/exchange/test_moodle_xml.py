"""Moodle XML, as Moodle 4 exports it, and as somebody would send it who means harm."""

import pytest

from .foreign_files import DEFAULTS, read, sample, told


def quiz(*questions: str) -> str:
    """Return a file with these questions."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>"


def question(kind: str, parts: str, stem: str = "Is it?") -> str:
    """Return a question of a kind."""
    return (
        f'<question type="{kind}"><name><text>One</text></name><questiontext format="html"><text><![CDATA[{stem}]]>'
        f"</text></questiontext>{parts}</question>"
    )


TRUE = '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'


def test_export_of_moodle() -> None:
    """Questions of a real course would be missing, or be others than meant."""
    imported = read("moodle-xml", sample("moodle4.xml"))
    assert [(draft.line, draft.id, draft.data["kind"], draft.answer) for draft in imported.questions] == [
        (15, "first-words", "single", "b"),
        (64, "which-pictures", "multiple", ["a", "b"]),
        (96, "in-time", "true-false", True),
        (125, "how-long", "number", 48),
        (166, "who-decides", "short-text", {"en": ["the team lead"], "zh": ["班组长"]}),
        (196, "who-does-what", "matching", {"a": "a", "b": "b"}),
        (232, "the-steps", "ordering", ["a", "b", "c"]),
    ]
    first, _, _, fourth, fifth, sixth, _ = imported.questions
    assert first.data == {
        "kind": "single", "topic": "damage", "difficulty": 2, "policy": "damage", "cites": ["photos"],
        "stem": {"en": "A television was cracked when it was unpacked.\nWhat comes first?"},
        "options": {
            "a": {"en": "Did it bump into something?", "why": {"en": "It blames her."}},
            "b": {"en": "Take two pictures & I look"},
        },
        "explanation": {"en": "Look into it before you ask who did it."},
        "cost": {"yuan": 0, "borne-by": "company"},
    }  # fmt: skip
    assert (fourth.data["unit"], fourth.data["tolerance"]) == ("hours", 2)
    assert fifth.data["stem"] == {"zh": "谁来定？", "en": "Who decides?"}
    assert sixth.data["options"]["c"] == {"en": "Nobody"}


def test_what_is_left_out_of_an_export() -> None:
    """Something of a course would vanish without a word."""
    assert told(read("moodle-xml", sample("moodle4.xml"))) == [
        (4, "lost", "The description of a category is left out."),
        (15, "lost", "Left out of the text: <strong>."),
        (15, "lost", "The tag “spring” is left out."),
        (64, "lost", "Left out: <defaultgrade> 2."),
        (125, "lost", "“24” earns part of the marks, which nothing does here; it is left out."),
        (166, "lost", "Left out: <usecase> 1."),
        (263, "refused", "There are no questions of the type “essay” here."),
        (274, "refused", "There are no questions of the type “calculated” here."),
        (287, "refused", "It needs what cannot be carried over: <img>."),
        (301, "refused", "Numbers are whole here, and 0.5 is not."),
    ]


@pytest.mark.parametrize(
    ("parts", "left_out"),
    [
        ("<hint format='html'><text>Think.</text></hint>", "Left out: <hint> Think.."),
        ("<penalty>0.5</penalty>", "Left out: <penalty> 0.5."),
        ("<hidden>1</hidden>", "Left out: <hidden> 1."),
        (
            "<correctfeedback><text>Well done</text></correctfeedback>",
            "Left out: <correctfeedback> Well done.",
        ),
        ("<plugin_own><x>1</x>7</plugin_own>", "Left out: <plugin_own> 7."),
    ],
)
def test_what_has_no_place_is_named(parts: str, left_out: str) -> None:
    """Hints, penalties and what plug-ins add would be dropped silently."""
    assert told(read("moodle-xml", quiz(question("truefalse", TRUE + parts)))) == [(3, "lost", left_out)]


def test_entities_are_never_expanded() -> None:
    """A file of a kilobyte would fill the memory, or read a file of the server."""
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    for declared in (bomb, '<!ENTITY a8 SYSTEM "file:///etc/passwd">'):
        text = f"<?xml version='1.0'?><!DOCTYPE quiz [{declared}]><quiz>{question('truefalse', TRUE, '&a8;')}</quiz>"
        assert told(read("moodle-xml", text)) == [
            (
                1,
                "refused",
                "The file declares a document type, which questions need not and could do harm with.",
            )
        ]


def test_deep_and_broken_files() -> None:
    """A file that is too deep would overrun the stack; a broken one would lose what stands before the fault."""
    imported = read("moodle-xml", quiz(question("truefalse", TRUE), "<a>" * 50_000))
    assert [draft.id for draft in imported.questions] == ["one"]
    assert told(imported) == [(4, "refused", "The file has too many elements, or too deep ones.")]
    imported = read("moodle-xml", quiz(question("truefalse", TRUE), "<question></quiz>"))
    assert ([draft.id for draft in imported.questions], told(imported)[0][0]) == (["one"], 4)
    assert told(read("moodle-xml", "<html></html>")) == [
        (1, "refused", "The file begins with <html>, not with <quiz>.")
    ]


def test_declared_encoding_does_not_matter() -> None:
    """A Chinese file would be refused, or garbled, for what its first line says."""
    text = quiz(question("truefalse", TRUE, "算不算？")).replace("UTF-8", "gb2312")
    for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
        (draft,) = read("moodle-xml", text.encode(encoding), DEFAULTS).questions
        assert draft.data["stem"] == {"zh": "算不算？"}


@pytest.mark.parametrize(
    ("kind", "parts", "reason"),
    [
        ("truefalse", "", "No answer is right; give the right one the fraction 100."),
        ("shortanswer", '<answer fraction="100"><text>*</text></answer>',
         "“*” stands for any text, which cannot be accepted here."),
        ("multichoice", '<answer fraction="a"><text>x</text></answer>', "“a” is no number."),
        ("multichoice", '<answer fraction="100"><text></text></answer>', "An answer has no text."),
        ("multichoice", '<answer fraction="0"><text>x</text></answer>', "One answer is chosen here, and 0 are right."),
        ("ddwtos", "", "There are no questions of the type “ddwtos” here."),
        ("", "", "There are no questions of the type “” here."),
    ],
)  # fmt: skip
def test_refused_questions(kind: str, parts: str, reason: str) -> None:
    """A question would be taken over although nobody can answer it rightly."""
    imported = read("moodle-xml", quiz(question(kind, parts)))
    assert (imported.questions, told(imported)[-1]) == ((), (3, "refused", reason))
