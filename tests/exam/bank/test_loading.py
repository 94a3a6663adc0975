"""Policies and questions from files: what they come to, and every fault with its place."""

import string
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.exam.bank.document import MAX_OPTIONS
from simulator.exam.bank.loading import bank_folder, examine_bank, load_bank
from simulator.resources import scenarios
from simulator.source.problems import CaseError, Severity, errors
from simulator.text.bilingual import Pair
from tests.exam.check.rules.small_bank import POLICY, QUESTION, written


def faults(folder: Path) -> list[tuple[str, str]]:
    """The rule and the place, without the folder, of everything that is wrong with a bank's files."""
    return [
        (problem.rule, f"{problem.place.line}:{problem.place.column}") for problem in examine_bank(folder)[0]
    ]


def test_versions_are_completed_from_the_one_before(tmp_path: Path) -> None:
    """What a version does not repeat would be forgotten, or an old clause would stay."""
    policy = load_bank(written(tmp_path / "bank", QUESTION)).policies["damage"]
    first, second = policy.versions
    assert (list(first.clauses), list(second.clauses)) == (["report", "photos"], ["report", "photos"])
    assert first.clauses["photos"] == second.clauses["photos"]
    assert first.clauses["report"] != second.clauses["report"]
    assert (first.values, second.values) == ({"report-hours": 24}, {"report-hours": 48})


def test_dropped_clause_is_gone(tmp_path: Path) -> None:
    """A clause that was abolished would be quoted for ever."""
    text = POLICY.replace("values: {report-hours: 48}", "values: {report-hours: 48}\n    drops: [photos]")
    policy = load_bank(written(tmp_path / "bank", text, QUESTION)).policies["damage"]
    assert [list(version.clauses) for version in policy.versions] == [["report", "photos"], ["report"]]


def test_a_clause_is_named_by_its_words(tmp_path: Path) -> None:
    """A Chinese reader would be shown the English ids that clauses have in files."""
    text = POLICY.replace("values: {report-hours: 48}", "values: {report-hours: 48}\n    drops: [photos]")
    policy = load_bank(written(tmp_path / "bank", text, QUESTION)).policies["damage"]
    assert policy.clause_words("report", "zh") == policy.versions[1].clauses["report"].zh.rstrip("。")
    assert policy.clause_words("photos", "en") == policy.versions[0].clauses["photos"].en.rstrip(".")
    assert policy.clause_words("nowhere", "zh") == "nowhere"


@pytest.mark.parametrize(
    ("day", "version"),
    [("2024-12-31", None), ("2025-01-01", "v1"), ("2026-07-31", "v1"), ("2026-08-01", "v2")],
)
def test_version_of_a_day(tmp_path: Path, day: str, version: str | None) -> None:
    """A version would count a day too early or too late."""
    policy = load_bank(written(tmp_path / "bank", QUESTION)).policies["damage"]
    found = policy.as_of(date.fromisoformat(day))
    assert (found.id if found else None) == version


def test_texts_in_both_languages() -> None:
    """A text would be shown in the wrong language, or not at all where one is missing."""
    assert [Pair("中", "en").said_in(language) for language in ("zh", "en")] == ["中", "en"]
    assert [Pair("", "en").said_in("zh"), Pair("中", "").said_in("en")] == ["en", "中"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("cites: photos", "cites: photo", ("unknown-name", "8:12")),
        ("policy: damage", "policy: damages", ("unknown-name", "7:13")),
        ("key: {v1: send}", "key: {v3: send}", ("unknown-name", "13:11")),
        ("key: {v1: send}", "key: {v1: sent}", ("question-key", "13:15")),
        ("key: {v1: send}", "key: {v1: send, computed: {}}", ("question-key", "13:10")),
        ("key: {v1: send}", "key: {computed: {who: repot-hours > 1, send: report-hours > 1}}", ("condition", "13:27")),
        ("key: {v1: send}", "key: {}", ("wrong-type", "13:10")),
        ("kind: single", "kind: signle", ("unknown-word", "4:11")),
        ("kind: single", "kind: multiple", ("question-parts", "11:7")),
        ("difficulty: 2", "difficulty: 9", ("wrong-type", "6:17")),
        ("difficulty: 2", "difficulty: 2\n    items: {a: {zh: 甲}}", ("question-parts", "7:12")),
        ("difficulty: 2", "difficulty: 2\n    siblings: nobody", ("unknown-name", "7:15")),
        ("difficulty: 2", "difficulty: 2\n    siblings: first-words", ("unknown-name", "7:15")),
        ("difficulty: 2", "difficulty: 2\n    retired: soon", ("policy-date", "7:14")),
        ("difficulty: 2", "dificulty: 2", ("unknown-key", "6:5")),
    ],
)  # fmt: skip
def test_faults_of_a_question(old: str, new: str, fault: tuple[str, str], tmp_path: Path) -> None:
    """An author would be told of another fault, or at another place."""
    assert QUESTION.count(old) == 1
    assert fault in faults(written(tmp_path / "bank", QUESTION.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "key: {v1: send}",
            "key: {v1: E}",
            "There is no option “E”: name one of who, send, or add the option.",
        ),
        ("key: {v1: send}", "key: {v1: [who, send]}", "The key is one of the options: who, send."),
        ("key: {v1: send}", "key: {v9: send}", "There is no version “v9”. There are: v1, v2."),
        ("cites: photos", "cites: bill", "There is no clause “bill”. There are: report, photos."),
        ("cites: photos", "cites: photo", "There is no clause “photo”. Did you mean “photos”?"),
    ],
)
def test_a_wrong_name_is_reported_with_those_there_are(
    old: str, new: str, words: str, tmp_path: Path
) -> None:
    """An author would learn that a key or a name is wrong, and not what could stand there."""
    assert QUESTION.count(old) == 1
    with pytest.raises(CaseError) as refused:
        load_bank(written(tmp_path / "bank", QUESTION.replace(old, new)))
    assert words in [str(problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("effective: 2026-08-01", "effective: 2024-08-01", ("policy-date", "15:16")),
        ("effective: 2026-08-01", "effective: 20260801", ("wrong-type", "15:16")),
        ("effective: 2026-08-01", "effective: 2026-02-30", ("policy-date", "15:16")),
        ("{report-hours: 48}", "{report-hour: 48}", ("unknown-name", "17:14")),
        ("{report-hours: 48}", "{report-hours: true}", ("wrong-type", "17:28")),
        ("{report-hours: 48}", "{report-hours: 48}\n    drops: [photo]", ("unknown-name", "18:13")),
        ("id: damage", "id: damaged", ("unknown-name", "7:13")),
    ],
)
def test_faults_of_a_policy(old: str, new: str, fault: tuple[str, str], tmp_path: Path) -> None:
    """An author would be told of another fault, or at another place."""
    assert POLICY.count(old) == 1
    assert fault in faults(written(tmp_path / "bank", POLICY.replace(old, new), QUESTION))


def test_same_id_in_two_files(tmp_path: Path) -> None:
    """One question would silently stand for another."""
    assert ("name-twice", "3:3") in faults(written(tmp_path / "bank", QUESTION, QUESTION))


NAMES = "names:\n  appliance: {zh: 家电售后}\n"


def named(more: str = "") -> str:
    """A file of questions that names its desk, and something more."""
    return QUESTION.replace("questions:", f"{NAMES}{more}questions:", 1)


def test_names_of_desks_and_topics(tmp_path: Path) -> None:
    """People would read ids; or a misspelt one would pass unseen."""
    folder = written(tmp_path / "bank", named("  nonsense: {en: Nothing}\n"))
    bank = load_bank(folder)
    assert [bank.name_of("appliance", language) for language in ("zh", "en")] == ["家电售后", "家电售后"]
    assert bank.name_of("damage", "zh") == "damage"
    (problem,) = examine_bank(folder)[0]
    assert (problem.rule, problem.severity, problem.place.line) == ("unknown-name", Severity.WARNING, 4)


def test_name_given_in_two_files(tmp_path: Path) -> None:
    """The order of the files would decide what a desk is called."""
    folder = written(tmp_path / "bank", named())
    other = named().replace("first-words", "last-words").replace("in-time", "too-late")
    (folder / "questions" / "zzz.yaml").write_text(other, encoding="utf-8")
    assert faults(folder) == [("name-twice", "3:3")]


def test_too_many_options(tmp_path: Path) -> None:
    """A file made to harm could make the checker compare for hours."""
    options = "".join(f"      o{number}: {{zh: 甲}}\n" for number in range(MAX_OPTIONS))
    text = QUESTION.replace("    key:", f"{options}    key:")
    assert faults(written(tmp_path / "bank", text)) == [("wrong-type", "11:7")]


def test_error_lists_everything(tmp_path: Path) -> None:
    """Loading a faulty bank would end in a traceback, or with the first fault only."""
    text = QUESTION.replace("cites: photos", "cites: photo").replace("{v1: send}", "{v1: sent}")
    with pytest.raises(CaseError) as refused:
        load_bank(written(tmp_path / "bank", text))
    assert [problem.rule for problem in refused.value.problems] == ["unknown-name", "question-key"]


def test_relations_hold_both_ways(tmp_path: Path) -> None:
    """Two questions that give each other away would stand on one paper because only one says so."""
    second = QUESTION.replace("first-words", "other-words").replace(
        "    cost:", "    enemies: first-words\n    cost:"
    )
    bank = load_bank(written(tmp_path / "bank", QUESTION, second))
    assert {name: question.enemies for name, question in bank.questions.items()} == {
        "first-words": {"other-words"},
        "other-words": {"first-words"},
    }


def test_empty_folder(tmp_path: Path) -> None:
    """A folder without a bank would pass as a bank without faults."""
    assert faults(tmp_path) == [("empty", "1:1")]


def test_bank_of_a_path(tmp_path: Path) -> None:
    """A trainer who names one file would have to know how banks lie."""
    folder = written(tmp_path / "bank", QUESTION)
    inside = [folder, folder / "policies", folder / "questions", folder / "questions" / "file-0.yaml"]
    assert [bank_folder(path) for path in inside] == [folder] * 4
    assert [bank_folder(path) for path in (tmp_path, tmp_path / "other.yaml")] == [None, None]


def test_bundled_bank_is_what_is_promised() -> None:
    """The bank would shrink, or lose a kind of question or a changed policy, unnoticed."""
    bank = load_bank(scenarios())
    changed = {policy.id for policy in bank.policies.values() if len(policy.versions) > 1}
    kinds = {question.kind for question in bank.questions.values()}
    assert changed == {
        "sick-refund", "flight-delay", "late-delivery", "damaged-parcel", "special-service",
        "baggage", "deviation", "home-safety", "price-promise",
    }  # fmt: skip
    assert kinds == {
        "single", "multiple", "true-false", "ordering", "matching", "number", "short-text", "triage", "case",
    }  # fmt: skip
    assert any(question.look_up for question in bank.questions.values())
    assert {question.desk for question in bank.questions.values()} == {"airline", "appliance"}
    assert (len(bank.policies) >= 15, len(bank.questions) >= 150) == (True, True)
    topics = Counter(question.topic for question in bank.questions.values())
    assert min(topics.values()) >= 8
    for question in bank.questions.values():
        if question.case is not None:
            assert (scenarios() / question.case / "case.yaml").is_file()


def test_every_bulletin_announces_before_it_counts() -> None:
    """The desk would hear of a rule when it is already being asked about."""
    bank = load_bank(scenarios())
    for bulletin in bank.bulletins():
        version = bank.policies[bulletin.policy].version(bulletin.version)
        assert version is not None
        assert bulletin.posted < version.effective


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_file_contains(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A damaged file would end in a traceback instead of located problems."""
    text = data.draw(st.sampled_from([POLICY, QUESTION]))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(start + 40, len(text))))
    put = data.draw(st.text(st.sampled_from(string.printable + "中【】“”\x00&*!"), max_size=12))
    folder = tmp_path_factory.mktemp("bank")
    for part, sound in (("policies", POLICY), ("questions", QUESTION)):
        (folder / part).mkdir()
        content = text[:start] + put + text[end:] if sound is text else sound
        (folder / part / "damage.yaml").write_bytes(content.encode())
    problems, files = examine_bank(folder)
    assert (files is None) == bool(errors(problems))
    assert all(problem.place.line >= 1 and str(problem.message) for problem in problems)
