"""A fact that a reply makes known, though nothing that is said around it speaks of it."""

import re
from collections.abc import Iterator

from simulator.call.case.building import NONE
from simulator.call.case.case import Case, Move, Scene
from simulator.call.case.document import MovePart
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message

SHARE = 0.2
"""The share of its words that must be heard of a fact: the rest may be said in other words."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9]+")
_IN_CHINESE = frozenset(
    "的了着过在是有不没已经知道被把给和与也都就还又要会能可以对到从向让说听见清楚出来去上下个"
    "这那哪什么谁他她它你我您们人客户乘客坐席服员用顾家先生女士本自己后前里中时为所"
)
"""Characters that say nothing about a matter: particles, pronouns, the speakers, knowing and saying."""
_IN_ENGLISH = re.compile(
    "the|a|an|and|or|of|to|in|on|at|by|for|from|with|as|is|are|was|were|be|been|has|have|had|its?|this|that"
    "|these|those|not?|who|whom|whose|what|which|when|where|why|how|t?here|he|she|they|them|his|her|their"
    "|i|we|you|your|our|customer|caller|agent|passenger|client|know|knows|known|says?|said|tells?|told"
    "|ask|asks|asked|already|now"
)
"""Words that say nothing about a matter, for the same reasons."""


def check(study: Study) -> Iterator[Remark]:
    """Look for the words of each fact in the reply that makes it known, and in what is said around it."""
    case = study.case
    for scene in case.scenes.values():
        for move in scene.moves.values():
            heard = content(" ".join(_around(case, scene, move)), case.language)
            for fact in _learned(study.document.rehearsal[scene.id].moves[move.id]):
                words = content(case.facts[fact], case.language)
                if words and len(words & heard) < SHARE * len(words):
                    yield Remark(
                        study.place("rehearsal", scene.id, "moves", move.id, "learn", key=True),
                        Message(
                            "“{fact}” counts as known after “{move}”, and nobody says so: not the reply, nor"
                            " who speaks before or after it. Let one of them say it, or take “learn” out.",
                            fact=case.facts[fact],
                            move=move.id,
                        ),
                    )


def _learned(move: MovePart) -> list[str]:
    """The facts that a reply makes known, whatever it depends on."""
    either = move.learn.values() if isinstance(move.learn, dict) else [move.learn]
    facts = [fact for learn in either for fact in ([learn] if isinstance(learn, str) else learn)]
    return [fact for fact in dict.fromkeys(facts) if fact != NONE]


def content(text: str, language: str) -> frozenset[str]:
    """What a text speaks of: its characters in Chinese, its words in English without their endings.

    What is said in every call, whatever it is about, is left out.
    """
    words = {_stem(word) for word in _WORD.findall(text.lower()) if not _IN_ENGLISH.fullmatch(word)}
    if language == "zh":
        words |= {character for character in _HAN.findall(text) if character not in _IN_CHINESE}
    return frozenset(words)


def _stem(word: str) -> str:
    """A word without its ending: “parcels”, “delivered” and “delivery” are near enough to each other."""
    return re.sub(r"(?:ies|ied|ing|ed|es|s|y|e)$", "", word) if len(word) > 3 else word


def _around(case: Case, scene: Scene, move: Move) -> Iterator[str]:
    """The reply, what is said to the agent before and after it, and what a look at the record then shows."""
    yield from (form.say for form in move.all_forms)
    yield from scene.customer.values()
    for target in move.to.values():
        place = case.scenes.get(target) or case.endings[target]
        if place.customer is not None:
            yield from place.customer.values()
        if isinstance(place, Scene) and place.screen is not None and "check" in move.kinds:
            yield from place.screen.values()


RULE = CaseRule("fact-not-said", check)
