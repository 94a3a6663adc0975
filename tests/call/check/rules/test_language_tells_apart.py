"""language-tells-apart: words that tell callers apart in one language of the case only."""

import json

from simulator.call.case.schema import translatable_texts
from simulator.call.case.translating import path_of
from simulator.source.reading import read_bytes

from .rehearsed import CASE, remarks, study_of

RULE = "language-tells-apart"
DOOR = (
    "    customer:\n      worried: The side door. My mother cannot do stairs.\n"
    "      otherwise: The front. My taxi is standing there.\n"
)
ALIKE = "    customer:\n      worried: The side door.\n      otherwise: The side door.\n"
WORDS = "rehearsal.told-which.customer"


def found(case: str, **texts: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The path, the sentence and the replies of each finding; texts by the last part of their path."""
    data = read_bytes(case.encode(), "case.yaml").data
    sources = {path_of(location): text for location, text in translatable_texts(data)}
    lines = ["translates: late-parcel", "language: zh", "texts:"]
    for name, text in texts.items():
        path = name.replace("__", ".").replace("_", "-")
        lines += [f"  {path}:", f"    en: {json.dumps(sources[path])}", f"    zh: {text}"]
    study = study_of(case, "\n".join(lines) + "\n")
    _, source = study.files.translations["zh"]
    rows = source.text.splitlines()
    return [
        (rows[r.place.line - 3].strip(" :"), str(r.message), r.witness.moves if r.witness else ())
        for r in remarks(RULE, study)
    ]


def test_one_text_in_two_translations() -> None:
    """Callers who sound alike in the case could be told apart by its translation, and nobody would notice."""
    texts = {
        "rehearsal__told_which__customer__worried": "侧门。",
        "rehearsal__told_which__customer__otherwise": "边上的门。",
    }
    assert found(CASE.replace(DOOR, ALIKE), **texts) == [
        (
            f"{WORDS}.worried",
            "“The side door.” is translated as “侧门。” and as “边上的门。”, and so tells callers apart who sound alike"
            " before translation. Translate both alike.",
            ("which-door",),
        )
    ]


def test_two_texts_in_one_translation() -> None:
    """A trainee who reads the translation could not hear what the case's own words say."""
    texts = {
        "rehearsal__told_which__customer__worried": "侧门。",
        "rehearsal__told_which__customer__otherwise": "侧门。",
    }
    assert found(CASE, **texts) == [
        (
            f"{WORDS}.worried",
            "“The side door. My mother cannot do stairs.” and “The front. My taxi is standing there.” are both"
            " translated as “侧门。”, which hides a difference between callers. Let the translations differ, too.",
            ("which-door",),
        )
    ]


def test_replies_that_vary() -> None:
    """Replies whose words depend on the caller would not be looked at."""
    say = "say: {worried: Tell me., otherwise: Tell me.}"
    varied = CASE.replace("say: Which door was it for?,", f"{say},")
    texts = {
        "rehearsal__opening__moves__which_door__say__worried": "您说。",
        "rehearsal__opening__moves__which_door__say__otherwise": "请讲。",
    }
    ((path, _, moves),) = found(varied, **texts)
    assert (path, moves) == ("rehearsal.opening.moves.which-door.say.worried", ())


def test_what_makes_no_difference() -> None:
    """Texts that no trainee compares would be called a fault: of other moments, or after the call is over."""
    apart = {
        "rehearsal__on_its_way__moves__call_back__say": "您说。",
        "rehearsal__told_which__moves__by_when__say": "您说。",
        "endings__settled__title": "完。",
        "endings__hangs_up__title": "完。",
    }
    assert found(CASE, **apart) == []
    assert found(CASE.replace(DOOR, ALIKE), title="未收到") == []
