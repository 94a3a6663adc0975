"""Words cut to the room there is for them in a picture, where Chinese characters take twice as much."""

from unicodedata import east_asian_width


def columns(text: str) -> int:
    """How many columns a text takes in a type of fixed width."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def shortened(text: str, room: int) -> str:
    """The text on one line, cut to so many columns with an ellipsis where it is longer."""
    text = " ".join(text.split())
    if columns(text) <= room:
        return text
    kept = ""
    for character in text:
        if columns(kept + character) > room - 1:
            break
        kept += character
    return kept.rstrip() + "…"
