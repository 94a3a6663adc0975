"""A comment that contradicts what its reply is: praise for a trap, or blame for the best that can be said."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy

from simulator.call.case.case import Move, Scene
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message

PRAISE = {
    "zh": re.compile(
        "(?<![不没])(?:说得好|问得好|答得好|做得对|说对了|正该这么说|就该这么说|最好的一句|最好的回答"
        "|再好不过|恰到好处)"
    ),
    "en": re.compile(
        r"(?<!not )(?<!never )\b(?:well said|well done|well asked|exactly right|just right"
        r"|the right thing to say|(?:a|the) (?:good|perfect|best) (?:reply|answer|question)"
        r"|the best (?:thing )?(?:to say|that can be said)|could not be better)\b",
        re.IGNORECASE,
    ),
}
"""Words by which a comment says that a reply is good, by language."""
BLAME = {
    "zh": re.compile(
        "(?<!不算)(?<!不是)(?:敷衍|糊弄|推脱|推诿|搪塞|打发人|等于没说|是空话|是句空话|大忌|千万别说"
        "|不该这么说|不能这么说|这句不该说|这话不该说|骗人的话|最糟的一句|最坏的一句)"
    ),
    "en": re.compile(
        r"(?<!not )(?<!no )\b(?:a brush-off|(?:brushes|fobs) (?:him|her|them) off|empty (?:words|promise)"
        r"|never say|(?:must|should) (?:not|never) be said|(?:nobody|no agent) should say"
        r"|the worst (?:thing|reply|answer)|the wrong thing to say|this is a lie)\b",
        re.IGNORECASE,
    ),
}
"""Words by which a comment says that a reply should not be said, by language."""


class _Best(NamedTuple):
    """Where a reply is ahead of all others: points, with whom, at which position, the word of its comment."""

    points: int
    persona: int
    position: int
    word: str


def check(study: Study) -> Iterator[Remark]:
    """Look for praise in what is said of traps, and for blame where a reply is the best without any other."""
    language = study.case.language
    for scene in study.case.scenes.values():
        for row, move in enumerate(scene.moves.values()):
            found = _first(PRAISE[language] if move.trap else BLAME[language], move)
            if not found:
                continue
            place = study.place("rehearsal", scene.id, "moves", move.id, "why", key=True)
            if move.trap:
                message = Message(
                    "“{move}” is a trap, and its comment says “{word}”. Say what is wrong with it there, or"
                    " do not call it a trap.",
                    move=move.id,
                    word=found,
                )
                yield Remark(place, message)
            elif best := max(_best(study, scene, row, move), default=None):
                persona = study.case.personas[best.persona].id
                message = Message(
                    "With “{persona}” there are moments when nothing is better than “{move}”, and its comment"
                    " says “{word}”. Call it a trap, give the agent something better to say, or let the"
                    " comment depend on how it stands.",
                    persona=persona,
                    move=move.id,
                    word=best.word,
                )
                way = study.surveys[best.persona].way_to(best.position)
                yield Remark(place, message, Witness(persona, (*way, move.id)))


def _first(words: re.Pattern[str], move: Move) -> str:
    """The first of such words in any of the comments on a move; empty if there is none."""
    return next((found[0] for why in move.why.values() if (found := words.search(why))), "")


def _best(study: Study, scene: Scene, row: int, move: Move) -> Iterator[_Best]:
    """For each persona, where such a comment counts and its reply is ahead of all others by most points."""
    found = [BLAME[study.case.language].search(why) for why in move.why.values()]
    sound = [place for place, other in enumerate(scene.moves.values()) if place != row and not other.trap]
    for persona, survey in enumerate(study.surveys):
        here, values = survey.at(scene.id), survey.values(scene)
        if not len(here):
            continue
        which = survey.packing.place_of(survey.words(here), move.why)
        ahead = values[row] - values[sound].max(axis=0, initial=0)
        ahead[~numpy.array([word is not None for word in found])[which]] = 0
        at = int(ahead.argmax())
        word = found[which[at]]
        if word is not None and ahead[at] > 0:
            yield _Best(int(ahead[at]), persona, int(here[at]), word[0])


RULE = CaseRule("praise-of-trap", check, about_play=True)
