"""Whether the best replies of a case can be told without listening: by their length, place or politeness.

In each scene the best reply is the one that is best in the largest share of calls that come there, every
persona counting alike; calls in which it makes no difference what is said do not count. A cue - the longest
reply, the second in the list - picks one reply of a scene, or none where two are alike. If cues were blind,
one would pick the best reply of a scene with m replies once in m times; how many hits it has over the
scenes is then distributed as a sum of independent trials of different chances (the Poisson binomial
distribution; a binomial one where all scenes have as many replies). A cue gives the case away when so many
hits or more would come up by chance less often than LEVEL allows, over all cues together (Bonferroni).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Scene
from simulator.call.case.translating import path_of
from simulator.text.message import Message

from .study import Study
from .translated import locations

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
                move: translation.texts.get(_path(study, *move), {}).get(translation.language) or text
                for move, text in own.items()
            }
    return found


def _path(study: Study, scene: str, move: str) -> str:
    """Where a translation has the words of a reply: what it says otherwise, if that depends on anything."""
    written = study.document.rehearsal[scene].moves[move].say
    at = locations(written, "rehearsal", scene, "moves", move, "say")[-1]
    return path_of(study.files.source.written(at))


def politeness(text: str, language: str) -> int:
    """How many polite turns of phrase there are in a text."""
    return len(_POLITE[language].findall(text)) if language in _POLITE else 0


LEVEL = 0.05
"""How likely a case without any pattern is still to be named, over all cues in one language."""
SAME = 1e-9
"""Shares that differ by less are alike."""


class Cue(NamedTuple):
    """A cue: its name, and its value for each reply; the highest is chosen."""

    name: Message
    rank: Callable[[Sequence[str], str], Sequence[int]]


class Pattern(NamedTuple):
    """A cue that gives a case away in a language: it hit the best reply in so many of so many scenes."""

    cue: Message
    language: str
    hits: int
    scenes: int
    by_chance: float
    """Hits that were to be expected."""


def _placed(place: int) -> Callable[[Sequence[str], str], Sequence[int]]:
    return lambda texts, language: [row == place for row in range(len(texts))]


CUES = (
    Cue(Message("the longest"), lambda texts, language: [len(text) for text in texts]),
    Cue(Message("the shortest"), lambda texts, language: [-len(text) for text in texts]),
    Cue(Message("the politest"), lambda texts, language: [politeness(text, language) for text in texts]),
    Cue(Message("the least polite"), lambda texts, language: [-politeness(text, language) for text in texts]),
    Cue(Message("the first"), _placed(0)),
    Cue(Message("the second"), _placed(1)),
    Cue(Message("the third"), _placed(2)),
    Cue(Message("the last"), lambda texts, language: [row == len(texts) - 1 for row in range(len(texts))]),
)


def patterns(study: Study) -> Iterator[Pattern]:
    """The cues that give the best replies away, in each language of the case."""
    best = {scene.id: best_replies(study, scene) for scene in study.case.scenes.values()}
    for language, words in sayings(study).items():
        for cue in CUES:
            found = _pattern(study, cue, language, words, best)
            if found is not None:
                yield found


def best_replies(study: Study, scene: Scene) -> NDArray[numpy.bool_]:
    """Which replies of a scene are the best most often; all where it never makes a difference."""
    shares = numpy.zeros(len(scene.moves))
    for survey in study.surveys:
        values = survey.values(scene)
        most = values.max(axis=0, initial=-2)
        least = numpy.where(values > -2, values, numpy.int16(101)).min(axis=0, initial=101)
        telling = most > least
        if telling.any():
            shares += (values[:, telling] == most[telling]).mean(axis=1)
    best: NDArray[numpy.bool_] = shares >= shares.max() - SAME
    return best


def chance_of(hits: int, chances: Sequence[float]) -> float:
    """How likely so many hits or more are in independent trials of these chances, exactly."""
    spread = numpy.ones(1)
    for chance in chances:
        spread = numpy.convolve(spread, [1 - chance, chance])
    return float(spread[hits:].sum())


def _pattern(
    study: Study, cue: Cue, language: str, words: Sayings, best: dict[str, NDArray[numpy.bool_]]
) -> Pattern | None:
    hits, chances = 0, []
    for name, scene in study.case.scenes.items():
        right = best[name]
        ranks = cue.rank([words[name, move] for move in scene.moves], language)
        if right.all() or list(ranks).count(max(ranks)) > 1:
            continue
        hits += int(right[list(ranks).index(max(ranks))])
        chances.append(float(right.mean()))
    if not chances or chance_of(hits, chances) >= LEVEL / len(CUES):
        return None
    return Pattern(cue.name, language, hits, len(chances), sum(chances))
