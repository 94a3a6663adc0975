"""Watching files: every save is seen, once it is complete."""

from pathlib import Path

from simulator.cli.case.watching import saves


def test_every_kind_of_save_is_seen(tmp_path: Path) -> None:
    """An editor that replaces files, or a second file, would go unnoticed."""
    case = tmp_path / "case.yaml"
    case.write_text("id: x\n")
    seen = saves([tmp_path])
    next(seen)
    case.write_text("id: y\n\n")
    next(seen)
    (tmp_path / "new").write_text("id: z\n")
    (tmp_path / "new").replace(case)
    next(seen)
    (tmp_path / "case.zh.yaml").write_text("language: zh\n")
    next(seen)
    case.unlink()
    next(seen)


def test_several_folders(tmp_path: Path) -> None:
    """Only the first of several cases would be watched."""
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    seen = saves(folders)
    next(seen)
    (folders[1] / "best.plan.yaml").write_text("moves: []\n")
    next(seen)
