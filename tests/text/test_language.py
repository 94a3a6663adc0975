"""The interface speaks both languages completely."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from simulator.text.language import preferred_language, translator
from simulator.text.message import Message, in_context, message_data, message_of, plural
from tools.messages import MO, ROOT, extracted, forms, in_python, in_template, open_work, translations


def catalog_with(monkeypatch: pytest.MonkeyPatch, words: dict[str, str]) -> None:
    """Stand these words in for the catalogs of all languages."""

    class Catalog(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return words.get(message, message)

    monkeypatch.setattr("simulator.text.language._catalog", lambda _: Catalog())


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "ZH"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_TW", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "C", "WINWIN_LANG": "zh"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_language_comes_from_the_first_variable_that_is_set(environ: dict[str, str], language: str) -> None:
    """A trainee would be addressed in the wrong language."""
    assert preferred_language(environ) == language


@pytest.fixture(autouse=True)
def fresh_translators() -> Iterator[None]:
    """Translators are made once for each language; these tests change the catalog under them."""
    translator.cache_clear()
    yield
    translator.cache_clear()


def test_message_is_translated_before_its_values_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog could not know the sentence with the values already in it."""
    catalog_with(monkeypatch, {"{count} moves left": "还剩 {count} 步"})
    assert translator("zh")(Message("{count} moves left", count=3)) == "还剩 3 步"
    assert translator("zh")("{count} moves left", count=3) == "还剩 3 步"


def test_messages_among_the_values_are_translated_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of a composed sentence would stay English."""
    catalog_with(
        monkeypatch, {"Nothing here.{hint}": "这里没有。{hint}", " Did you mean “{name}”?": "是“{name}”吗？"}
    )
    message = Message("Nothing here.{hint}", hint=Message(" Did you mean “{name}”?", name="heat"))
    assert translator("zh")(message) == "这里没有。是“heat”吗？"


def test_authored_values_are_filled_in_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """An author's words that look like a message or a template would be changed."""
    catalog_with(monkeypatch, {"Trust": "信任"})
    assert translator("zh")(Message("“{text}”", text="Trust")) == "“Trust”"
    assert translator("zh")(Message("“{text}”", text="{0} {text.__class__}")) == "“{0} {text.__class__}”"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "0 errors"),
        ("en", 1, "1 error"),
        ("en", 2, "2 errors"),
        ("zh", 1, "1 个错误"),
        ("zh", 2, "2 个错误"),
    ],
)
def test_one_and_many_are_said_as_the_language_does(language: str, count: int, said: str) -> None:
    """A page would show “1 errors”, or a Chinese reader an English sentence."""
    message = plural("1 error", "{count} errors", count=count)
    assert translator(language)(message) == said
    assert translator(language)(Message("{what}", what=message)) == said
    assert language == "zh" or str(message) == said


def test_same_english_words_are_told_apart_by_their_context() -> None:
    """A table of absences would say in Chinese whom the time was assigned to."""
    assert [translator("zh")(message) for message in (in_context("absence", "For"), Message("For"))] == [
        "离开了多久",
        "布置给",
    ]
    assert translator("en")(in_context("absence", "For")) == "For"


@pytest.mark.parametrize(
    "message",
    [
        Message("{count} moves left", count=3),
        plural("1 error", "{count} errors", count=1),
        in_context("absence", "For"),
    ],
)
def test_kept_messages_come_back_as_they_were(message: Message) -> None:
    """The reasons on a stored paper would lose their plural or their context."""
    assert message_of(message_data(message)) == message


def test_braces_without_values_are_just_braces() -> None:
    """A sentence that shows how to write a mapping would end in a traceback."""
    assert translator("en")(Message("Write {heat: +5}.")) == "Write {heat: +5}."


@pytest.mark.parametrize("language", ["zh", "en", "fr"])
def test_empty_text_stays_empty(language: str) -> None:
    """gettext would show the catalog's header."""
    assert translator(language)("") == ""


def test_unknown_language_speaks_english() -> None:
    """A language without a catalog would end in a traceback."""
    assert translator("fr")(Message("{count} moves left", count=3)) == "3 moves left"


def test_messages_are_written_where_they_are_made() -> None:
    """A message that is composed first cannot be collected, and would stay English."""
    calls = [
        (path.name, node.lineno, node.args)  # one that gives another message values is made already
        for path in (ROOT / "simulator").rglob("*.py")
        if path.name != "message.py"  # reads back what was made, and kept
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Message", "N_", "plural", "in_context"}
    ]
    assert [call[:2] for call in calls if not (call[2] and all(map(_written, call[2])))] == []


def _written(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Attribute) and node.attr == "text")


def test_messages_are_collected_wherever_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A message inside an f-string would stay English, a value would be collected, or warnings hide what matters."""
    file = tmp_path / "module.py"
    lines = [
        """put(f"{count} · {t('one')}")""",
        """Message("two {share}" " three", share=f"{share:.1f}", hint=Message(""))""",
        """screen.t("four", "five")""",
        """t(five if six == "six" else seven)""",
        """t(plural("{count} is", "{count} are", count=count))""",
    ]
    file.write_text("\n".join(lines))
    assert list(in_python(file)) == [
        (1, "t", ("one",)),
        (2, "Message", ("",)),
        (2, "Message", ("two {share} three",)),
        (3, "t", ("four", "five")),
        (5, "plural", ("{count} is", "{count} are")),
    ]
    template = tmp_path / "page.html.j2"
    template.write_text(
        '{{ t("one", share=f("two")) }}\n{{ t(in_context("three", "four")) }}{% if f("x") %}{% endif %}'
    )
    assert list(in_template(template)) == [(1, "t", ("one",)), (2, "in_context", ("three", "four"))]
    assert capsys.readouterr() == ("", "")


def test_catalog_holds_exactly_the_messages_of_the_program() -> None:
    """`make messages` was forgotten: a new sentence would appear in English."""
    held, marked = ({(m.context, m.id) for m in catalog} for catalog in (translations(), extracted()))
    assert held == marked | {(None, "")}


def test_nothing_is_left_to_translate() -> None:
    """A Chinese trainee would read an English or a guessed sentence."""
    assert [message.id for message in open_work(translations())] == []


def test_new_message_is_left_to_translate() -> None:
    """`make messages` would say that nothing is left, and the new words stay English."""
    catalog, template = Catalog(locale="zh"), Catalog()
    template.add("Never said before")
    template.add(("One page", "{count} pages"))
    catalog.update(template)
    assert [message.id for message in open_work(catalog)] == [
        "Never said before",
        ("One page", "{count} pages"),
    ]


def test_translations_have_the_places_of_the_original() -> None:
    """A misspelt {name} in the catalog would end in a traceback, only in Chinese."""
    done = [(message.id, words) for message in translations() if message.id for words in forms(message)]
    assert [text for text, words in done if names(text) != names(words)] == []


def names(text: object) -> set[str]:
    """Return the {names} that stand in a text, or in one of those for one and for many."""
    return set(re.findall(r"\{(\w+)", str(text)))


def test_compiled_catalog_is_that_of_the_text() -> None:
    """What the translator wrote would not be what the trainee reads."""
    with MO.open("rb") as file:
        compiled = [(m.context, list(m.id), forms(m)) for m in read_mo(file) if m.id]
    written = [(m.context, list(m.id), forms(m)) for m in translations() if m.id]
    assert sorted(compiled, key=str) == sorted(written, key=str)
