"""A text in the two languages that a desk speaks."""

from typing import NamedTuple


class Pair(NamedTuple):
    """One text in Chinese and in English; an empty one is not there."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.said_in("en")

    def said_in(self, language: str) -> str:
        """The text in a language (`zh` or `en`), or in the other where it is not there."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)
