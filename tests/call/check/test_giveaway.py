"""Give-aways: exact chances, no alarm on few scenes, ties, scenes of several sizes; what counts as polite."""

from math import comb

import pytest

from simulator.call.case.loading import examine
from simulator.call.check.giveaway import CUES, LEVEL, best_replies, chance_of, patterns, politeness, sayings
from simulator.call.check.study import Study
from simulator.resources import scenarios
from tests.call.check.rules.rehearsed import study_of


def chain(*orders: str) -> Study:
    """Scenes in a row with three replies each, of which the one named “g” alone goes on; in these orders."""
    scenes = []
    for number, order in enumerate(orders):
        after = f"s{number + 1}" if number + 1 < len(orders) else "won"
        texts = {"g": "Tell me more of it.", "a": "Well.", "b": "So what is it?"}
        moves = "".join(
            f"      {name}: {{say: {texts[name]}, why: W., to: {after if name == 'g' else 'lost'}}}\n"
            for name in order
        )
        scenes.append(f"  s{number}:\n    customer: C.\n    moves:\n{moves}")
    return study_of(
        "id: chain\nlanguage: en\ntitle: T\n"
        "personas:\n  one: {name: A, who: B, expects: C, gives-away: D}\n"
        f"rehearsal:\n{''.join(scenes)}"
        "endings:\n  won: {title: W, why: W., effect: {solved: +90}}\n  lost: {title: L, why: W.}\n"
    )


def named(study: Study) -> list[tuple[str, int, int]]:
    """The cues that give a case away, with hits and scenes."""
    return [(str(pattern.cue), pattern.hits, pattern.scenes) for pattern in patterns(study)]


@pytest.mark.parametrize(("hits", "scenes"), [(0, 4), (3, 5), (5, 5), (9, 20)])
def test_the_binomial_case(hits: int, scenes: int) -> None:
    """The chance of so many hits would not be the binomial one where all scenes have as many replies."""
    exact = sum(comb(scenes, k) * 0.25**k * 0.75 ** (scenes - k) for k in range(hits, scenes + 1))
    assert chance_of(hits, [0.25] * scenes) == pytest.approx(exact)


def test_scenes_of_several_sizes() -> None:
    """Scenes with few replies would count like those with many."""
    assert chance_of(2, [1 / 2, 1 / 3]) == pytest.approx(1 / 6)
    assert chance_of(1, [1 / 2, 1 / 3]) == pytest.approx(2 / 3)


def test_place_and_length() -> None:
    """The best reply could always be the second and the longest, and nobody would be told."""
    assert named(chain("agb", "bga", "agb", "bga", "agb")) == [("the longest", 5, 5), ("the second", 5, 5)]


def test_a_miss_or_two_among_many() -> None:
    """A pattern would have to be perfect to be found."""
    assert ("the second", 10, 12) in named(chain(*["agb", "bga"] * 5, "gab", "abg"))


def test_few_scenes() -> None:
    """A case with four scenes would be accused of what chance does as often."""
    assert (1 / 3) ** 4 > LEVEL / len(CUES) > (1 / 3) ** 5
    assert named(chain("agb", "bga", "agb", "bga")) == []


def test_best_for_most_calls() -> None:
    """The reply that is counted as the best would not be the one that goes on."""
    study = chain("agb", "gab")
    assert [best_replies(study, scene).tolist() for scene in study.case.scenes.values()] == [
        [False, True, False],
        [True, False, False],
    ]


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Please hold. I am sorry, thank you.", "en", 3),
        ("PLEASE.", "en", 1),
        ("Would you tell me?", "en", 1),
        ("A pleasing sight; he thinks.", "en", 0),
        ("非常抱歉，麻烦您稍等，谢谢。", "zh", 3),
        ("您的电视。", "zh", 0),  # everybody says 您 on the telephone
        ("", "en", 0),
        ("S'il vous plaît", "fr", 0),
    ],
)
def test_politeness(text: str, language: str, count: int) -> None:
    """A polite turn of phrase would be overlooked, or a plain word counted."""
    assert politeness(text, language) == count


def test_words_of_all_languages() -> None:
    """A translation would be judged by the words of the source, or a reply would have none."""
    _, files = examine(scenarios() / "ac-remote")
    assert files is not None
    spoken = sayings(Study(files, 1))
    moves = {(scene.id, move) for scene in files.case.scenes.values() for move in scene.moves}
    assert [(language, set(words) == moves) for language, words in spoken.items()] == [
        ("zh", True),
        ("en", True),
    ]
    assert all(spoken["zh"][move] != spoken["en"][move] for move in moves)
