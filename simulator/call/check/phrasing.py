"""How replies are worded, in each language of a case: what a trainee uses who does not listen."""

import re
from collections.abc import Mapping

from simulator.call.case.translating import path_of

from .study import Study

Sayings = Mapping[tuple[str, str], str]
"""What the agent says, by scene and move."""

_POLITE = {
    "en": re.compile(
        r"\b(?:please|thank\w*|sorry|apolog\w+|kindly|appreciat\w+|afraid|pardon|excuse me|regret\w*"
        r"|would you|could you|may i|glad(?:ly)?|happy to|i understand|of course|certainly)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "请|谢谢|感谢|抱歉|对不起|不好意思|麻烦您|劳驾|打扰|辛苦|理解您|十分理解|完全理解|非常理解|好吗|可以吗|行吗|您看"
    ),
}


def sayings(study: Study) -> dict[str, Sayings]:
    """The agent's words by language: the case's own, then its translations as far as they go."""
    case = study.case
    own = {(scene.id, move.id): move.say for scene in case.scenes.values() for move in scene.moves.values()}
    found: dict[str, Sayings] = {case.language: own}
    for language, (translation, _) in study.files.translations.items():
        if language != case.language:
            found[language] = {
                (scene, move): translation.texts.get(
                    path_of(("rehearsal", scene, "moves", move, "say")), {}
                ).get(translation.language)
                or text
                for (scene, move), text in own.items()
            }
    return found


def politeness(text: str, language: str) -> int:
    """How many polite turns of phrase there are in a text."""
    return len(_POLITE[language].findall(text)) if language in _POLITE else 0
