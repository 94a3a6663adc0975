"""Which names look alike: by a short form in which what the eye takes for one letter is one.

It knows the letters of the Latin, Cyrillic and Greek alphabets that share a shape, full width, accents, and
0 and O, 1 and l and I, rn and m. It does not compare Chinese characters by their strokes: 未 and 末 are two.
"""

import re
import unicodedata

BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\uffa0\ufff0-\ufff8"
    "\U0001d159\U000e0000-\U000e0fff]"
)
"""Letters and signs of which nothing is seen, and what is reserved for more of them."""
NOTHING_SEEN = " "
"""The short form of a name of which nothing is seen; an earlier version took such names."""
_SHAPES = str.maketrans(
    # capital letters and small ones apart: the small η looks like n, the capital one like H
    "АВЕЗКМНОРСТУХЅІЈԌԚԜӀГПавезкмнорстухѕіјԁԛԝһӏгпьҽΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβγεζηικμνορστυχωıɩɑɡʟøłđ01i",
    "abe3kmhopctyxsljgqwlrnabe3kmhopctyxsljdqwhlrnbeabezhlkmnoptyxabyeznlkuvopotuxwllagloldoll",
)
MOST_LOOK = 100
"""Characters of a short form."""
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


def look(name: str) -> str:
    """The short form of a name; two names that could be taken for each other have the same one.

    Spaces, punctuation and accents do not count. Of a name that has nothing else it is the name.
    """
    seen = BLANK.sub("", name)
    if not any(_is_seen(unicodedata.category(letter)) for letter in seen):
        return NOTHING_SEEN
    plain = unicodedata.normalize("NFKD", seen).translate(_SHAPES)
    plain = unicodedata.normalize("NFKD", plain.casefold()).translate(_SHAPES)
    kept = "".join(letter for letter in plain if letter.isalnum())
    for pair, letter in _PAIRS:
        kept = kept.replace(pair, letter)
    return (unicodedata.normalize("NFC", kept) or name)[:MOST_LOOK]


def mixed_word(name: str) -> str | None:
    """The first word that has letters of several alphabets with shapes in common; None if there is none."""
    return next((word for word in name.split() if len(_alphabets(word)) > 1), None)


def _is_seen(category: str) -> bool:
    # a rare character of a Chinese name may be newer than this program's Unicode
    return category[0] in "LNPS" or category in ("Co", "Cn")


def _alphabets(word: str) -> frozenset[str]:
    first = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return _ALPHABETS.intersection(first)
