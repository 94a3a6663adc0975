"""A text in the two languages that a desk speaks."""

from typing import NamedTuple

from .language import Language


class Said(NamedTuple):
    """A text with the language that it is in."""

    text: str
    lang: Language


class Pair(NamedTuple):
    """One text in Chinese and in English; an empty one is not there."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.said_in("en")

    def said_in(self, language: str) -> str:
        """The text in a language (`zh` or `en`), or in the other where it is not there."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def language_in(self, language: Language) -> Language:
        """The language of `said_in`: the one asked for, or the other where only that is there."""
        if language == "zh":
            return "zh" if self.zh or not self.en else "en"
        return "en" if self.en or not self.zh else "zh"

    def said(self, language: Language) -> Said:
        """The text in a language, or in the other where it is not there, with which of them it is."""
        return Said(self.said_in(language), self.language_in(language))
