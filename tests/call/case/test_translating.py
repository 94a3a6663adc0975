"""Translations: laid over the case, kept when it changes, and their gaps named."""

from collections.abc import Callable
from pathlib import Path

from simulator import Case, load_case
from simulator.call.case.loading import case_problems
from simulator.call.case.schema import case_schema, translatable_texts
from simulator.call.case.translating import Translation, path_of, read_translation, renewed, written
from simulator.source.part import TRANSLATABLE
from simulator.source.reading import read_file
from tests.conftest import SMALL_CASE

Edit = Callable[..., Path]


def zh(folder: Path, change: Callable[[dict[str, dict[str, str | None]]], None] | None = None) -> Path:
    """Write a complete translation beside the case: every text with 译 before it; then change it."""
    data = read_file(folder / "case.yaml").data
    texts: dict[str, dict[str, str | None]] = {
        path_of(location): {"en": text, "zh": "译" + text} for location, text in translatable_texts(data)
    }
    if change:
        change(texts)
    file = folder / "case.zh.yaml"
    file.write_text(
        written(Translation.model_validate({"translates": data["id"], "language": "zh", "texts": texts}))
    )
    return file


def told(folder: Path) -> list[tuple[str, str]]:
    """Rule and severity of each problem."""
    return [(problem.rule, problem.severity.value) for problem in case_problems(folder)]


def every_text(case: Case) -> list[str]:
    """All texts of a case that a trainee can see, found without the schema."""
    texts: list[str | None] = [case.title, case.summary, case.sector, *case.skills, *case.sources]
    texts += [t for p in case.personas for t in (p.name, p.who, p.expects, p.gives_away)]
    texts += [t for line in case.lines for t in (line.words, line.cue, *line.details.values()) if t]
    if case.analysis:
        texts += case.analysis.expectations.values()
        for step in case.analysis.steps.values():
            texts += [step.question, step.why, *step.hints, *step.evidence.values()]
            texts += [t for o in step.options.values() for t in (o.text, o.why)]
    for scene in case.scenes.values():
        texts += [t for words in (scene.customer, scene.cue, scene.screen) if words for t in words.values()]
        texts += [t for move in scene.moves.values() for t in (move.say, *move.why.values())]
    for ending in case.endings.values():
        texts += [ending.title, *ending.why.values(), *(ending.customer.values() if ending.customer else ())]
    texts += [*case.facts.values(), *(error.text for error in case.critical.values())]
    return [text for text in texts if text]


def test_every_text_can_be_translated(edited_case: Edit) -> None:
    """A text would stay in the source language whatever the translator does."""
    folder = edited_case()
    zh(folder)
    case = load_case(folder, "zh")
    assert (
        [text for text in every_text(case) if not text.startswith("译")],
        case.language,
        [gauge.name for gauge in case.gauges if gauge.id == "battery"],
        case_problems(folder),
        case.digest == load_case(folder).digest,
    ) == ([], "zh", ["译Belief in the battery story"], (), True)


def test_gaps_are_named(edited_case: Edit) -> None:
    """A trainer would not learn that a translation is missing, stale or left over, or a trainee would read it."""
    folder = edited_case()

    def change(texts: dict[str, dict[str, str | None]]) -> None:
        del texts["title"]
        texts["summary"]["zh"] = None
        texts["sector"] |= {"en": "something else", "zh": "别的"}
        texts["rehearsal.openning.customer"] = {"en": "x", "zh": "y"}

    zh(folder, change)
    case = load_case(folder, "zh")
    assert (told(folder), case.title, case.sector) == (
        [
            ("translation-missing", "warning"),
            ("translation-missing", "warning"),
            ("translation-stale", "warning"),
            ("translation-extra", "warning"),
        ],
        "Delivered, but not here",
        "delivery",
    )


def test_faulty_translation_file(edited_case: Edit) -> None:
    """A damaged translation would end in a traceback, or be left out in silence."""
    folder = edited_case()
    (folder / "case.zh.yaml").write_text("translates: late-parcel\nlanguage: zh\ntexts: {title: 标题}\n")
    assert told(folder) == [("wrong-type", "error")]


def test_renewing_loses_nothing(edited_case: Edit) -> None:
    """A translator's work would be lost when the case changes."""
    folder = edited_case()
    file = zh(folder)
    old, _ = read_translation(file)
    edited_case(
        "    - agent: Good morning, parcel desk.\n",
        "    - agent: Hello.\n    - agent: Good morning, parcel desk.\n",
    )
    edited_case("sector: delivery", "sector: parcels")
    edited_case("        why: Late, but not too late.", "        why: Late.")
    data = read_file(folder / "case.yaml").data
    new = renewed(data, "zh", old)
    moved = {path: entry for path, entry in new.texts.items() if path.startswith("replay.lines.2.")}
    assert (
        moved,
        new.texts["replay.lines.1.agent"],
        new.texts["sector"],
        new.texts["rehearsal.bought-off.moves.back-to-door.why"]["zh"],
        list(new.texts)[: len(list(translatable_texts(data)))],
    ) == (
        {"replay.lines.2.agent": {"en": "Good morning, parcel desk.", "zh": "译Good morning, parcel desk."}},
        {"en": "Hello.", "zh": None},
        {"en": "delivery", "zh": "译delivery"},
        "译Late, but not too late.",
        [path_of(location) for location, _ in translatable_texts(data)],
    )
    file.write_text(written(new))
    assert sorted(told(folder)) == [
        ("translation-missing", "warning"),
        *[("translation-stale", "warning")] * 2,
    ]


def test_renewing_what_is_current_changes_nothing(edited_case: Edit) -> None:
    """Every renewal would stir the file."""
    folder = edited_case()
    file = zh(folder)
    old, _ = read_translation(file)
    assert old is not None
    assert written(renewed(read_file(folder / "case.yaml").data, "zh", old)) == file.read_text()


def test_extra_entries_are_kept(edited_case: Edit) -> None:
    """The translation of a scene that is taken out for a day would be gone."""
    folder = edited_case()
    file = zh(folder, lambda texts: texts.update({"old.text": {"en": "Gone", "zh": "没了"}}))
    old, _ = read_translation(file)
    assert renewed(read_file(folder / "case.yaml").data, "zh", old).texts["old.text"] == {
        "en": "Gone",
        "zh": "没了",
    }


def test_schema_marks_texts_and_describes_keys() -> None:
    """Editors would neither complete nor explain."""
    move = case_schema()["$defs"]["MovePart"]
    assert (
        [one.get(TRANSLATABLE) for one in move["properties"]["say"]["oneOf"]],
        move["additionalProperties"],
        [
            name
            for part in case_schema()["$defs"].values()
            for name in part.get("properties", {})
            if "_" in name
        ],
        read_file(SMALL_CASE / "case.yaml").data.keys() - case_schema()["properties"].keys(),
    ) == ([True, None], False, [], set())
