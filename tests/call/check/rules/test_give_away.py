"""give-away: best replies that can be told without listening, and where that is said."""

import shutil
from pathlib import Path

from simulator.call.case.loading import examine
from simulator.call.case.translating import renewed, written
from simulator.call.check.rules import all_rules
from simulator.call.check.study import Study

from .test_pages import folders

RULE = "give-away"


def test_a_translation_is_looked_at_by_itself(tmp_path: Path) -> None:
    """A pattern that is only in the translation would not be found, or be told of the case itself."""
    folder = tmp_path / "late-parcel"
    shutil.copytree(folders(RULE, "en", tmp_path / "page")[1], folder)
    _, files = examine(folder)
    assert files is not None
    empty = renewed(files.source.data, "zh", None)
    texts = {
        path: entry | {"zh": "好" * (20 if path.endswith("moves.stay.say") else 3)}
        for path, entry in empty.texts.items()
    }
    translation = empty.model_copy(update={"texts": texts})
    (folder / "case.zh.yaml").write_text(written(translation), encoding="utf-8")
    _, files = examine(folder)
    assert files is not None
    (remark,) = all_rules()[RULE].check(Study(files, 1_000_000))
    assert (Path(remark.place.file).name, str(remark.message)) == (
        "case.zh.yaml",
        "In 5 of 5 scenes the best reply is the longest; by chance it would be 1. Nobody should find it without"
        " listening: reword or reorder some.",
    )
