"""Everything that is wrong with a case: at once what can be, the rest when there is time."""

from pathlib import Path

from simulator.call.case.scaffold import can_name_a_case, scaffold_files
from simulator.call.check.checking import check_case, quick_rules
from simulator.call.check.lint import TOO_MANY, known_rules
from simulator.call.check.rules import all_rules


def written(folder: Path, more: str = "") -> Path:
    """The example case in a folder, with a line more."""
    case = folder / "late-parcel"
    case.mkdir()
    for name, content in scaffold_files("late-parcel", "en").items():
        (case / name).write_bytes(content)
    with (case / "case.yaml").open("a", encoding="utf-8") as stream:
        stream.write(more)
    return case


def test_quick_rules_need_no_solver() -> None:
    """An author would wait for the solver at every letter typed, or not be told what needs none."""
    quick = {rule for rule in known_rules() if rule in quick_rules()}
    assert set(known_rules()) - quick == {TOO_MANY, *(r.id for r in all_rules().values() if r.about_play)}


def test_quick_is_a_part_of_all(tmp_path: Path) -> None:
    """What an author was told while typing would not be told any more in the end."""
    case = written(tmp_path, "\noutcome: {bar: 100}\n# winwin: ignore long-reply\n")
    quick = check_case(case, selection=quick_rules())
    found = check_case(case)
    assert {problem.rule for problem in quick} == {"plan-outcome", "ignore-reason", "ignore-unused"}
    assert set(quick) < set(found)
    assert "no-win-win" in {problem.rule for problem in found}


def test_example_is_clean(tmp_path: Path) -> None:
    """Authors would begin with a case that has problems of its own."""
    assert check_case(written(tmp_path)) == ()
    assert [can_name_a_case(name) for name in ("late-parcel", "新案例", "a--b", "", "x" * 61)] == [
        True, True, False, False, False,
    ]  # fmt: skip
