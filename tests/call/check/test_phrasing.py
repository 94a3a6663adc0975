"""How replies are worded: what counts as polite, and where the words come from."""

import pytest

from simulator.call.case.loading import examine
from simulator.call.check.phrasing import politeness, sayings
from simulator.call.check.study import Study
from simulator.resources import scenarios


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
