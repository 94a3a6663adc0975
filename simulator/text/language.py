"""The interface's two languages: messages are written in English and translated by gettext catalogs.

A message is extracted by ``make messages`` where it stands as the literal first argument of ``Message``,
``N_``, ``_`` or ``t``, or as both arguments of ``plural`` and ``in_context``; the names of ``{values}`` in it
stay the same in every language.
"""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, cast, runtime_checkable

Language = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOCALE = Path(__file__).resolve().parent.parent / "locale"


# A protocol, because importing the case room's Message would make `winwin --help` load the whole room.
@runtime_checkable
class Template(Protocol):
    """A message with named values, put into words only when it is shown: see simulator.text.message."""

    @property
    def text(self) -> str:
        """The English template."""

    @property
    def values(self) -> Mapping[str, object]:
        """What stands in for its {names}."""

    @property
    def plural(self) -> str | None:
        """The English template for every {count} but 1, if there is another."""

    @property
    def context(self) -> str | None:
        """What tells it apart from the same English words with another meaning."""


@runtime_checkable
class InLanguages(Protocol):
    """An author's text in several languages, as values in a message: see simulator.text.bilingual.Pair."""

    def said_in(self, language: str) -> str:
        """The text in a language."""


def N_(text: str) -> str:
    """Mark a text for translation where it stands; it is translated when it is shown."""
    return text


class Translator(Protocol):
    """Puts a message into the words of one language."""

    def __call__(self, message: Template | str, /, **values: object) -> str:
        """Return the text with its values: those that are messages, or in several languages, in this one."""


@cache
def translator(language: str) -> Translator:
    """Return the function that puts messages into this language; into English where it has no catalog."""
    catalog = _catalog(language)
    look_up = catalog.gettext

    def translate(message: Template | str, /, **values: object) -> str:
        if isinstance(message, str):
            words = look_up(message) if message else ""  # gettext would answer "" with the catalog's header
        else:
            values = {**message.values, **values}
            words = looked_up(message, values)
        return (
            words.format_map({name: translated(value) for name, value in values.items()}) if values else words
        )

    def looked_up(message: Template, values: Mapping[str, object]) -> str:
        text, plural, context = message.text, message.plural, message.context
        if plural is not None:
            return catalog.ngettext(text, plural, cast(int, values["count"]))
        if context is not None:
            return catalog.pgettext(context, text)
        return look_up(text) if text else ""

    def translated(value: object) -> object:
        # most values are plain ones, and asking whether something follows a protocol takes long
        if type(value) in (str, int, float):
            return value
        if isinstance(value, Template):
            return translate(value)
        return value.said_in(language) if isinstance(value, InLanguages) else value

    return translate


def preferred_language(environ: Mapping[str, str]) -> Language:
    """Return the language that the environment asks for: the first variable that is set decides."""
    for name in ("WINWIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if wanted := environ.get(name):
            return "zh" if wanted.lower().startswith("zh") else "en"
    return "en"


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()  # the source language needs no catalog
    return gettext.translation("winwin", LOCALE, [language], fallback=True)
