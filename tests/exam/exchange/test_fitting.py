"""Drafts against a bank: what fits becomes a file that the bank takes, the rest is told by its line."""

from datetime import date
from pathlib import Path

from simulator.exam.bank.loading import examine_bank, load_bank
from simulator.exam.exchange.draft import Defaults
from simulator.exam.exchange.fitting import fitted, questions_files
from tests.exam.check.rules.small_bank import POLICY, QUESTION, written

from .foreign_files import DEFAULTS, read, sample

TODAY = date(2026, 11, 22)


def test_samples_become_a_bank(tmp_path: Path) -> None:
    """What was read could not be used after all."""
    policies = load_bank(written(tmp_path / "old", QUESTION)).policies
    for format_, name, count in (
        ("gift", "hand.gift", 7),
        ("moodle-xml", "moodle4.xml", 7),
        ("aiken", "quiz.aiken.txt", 3),
    ):
        imported = fitted(read(format_, sample(name)), policies, TODAY)
        (text,) = questions_files(imported.questions, policies).values()
        problems, files = examine_bank(written(tmp_path / format_, POLICY, text))
        assert (problems, files is not None and len(files.bank.questions)) == ((), count)


def test_key_is_for_the_version_of_the_day(tmp_path: Path) -> None:
    """A question that was right under the old rule would count as right under the new one."""
    policies = load_bank(written(tmp_path, QUESTION)).policies
    imported = read("gift", "How long? {#24}", Defaults(policy="damage", cites=("report",)))
    for day, version in ((date(2026, 7, 1), "v1"), (TODAY, "v2"), (date(2020, 1, 1), "v1")):
        assert fitted(imported, policies, day).questions[0].data["key"] == {version: 24}


def test_names_that_the_bank_has(tmp_path: Path) -> None:
    """A question of the bank would be there twice, and the bank could not be used any more."""
    bank = load_bank(written(tmp_path, QUESTION))
    assert list(bank.questions) == ["first-words"]
    text = "::First words::A? {T}\n\n// [id:first-words]\nB? {T}"
    imported = fitted(read("gift", text), bank.policies, TODAY, bank.questions)
    assert [draft.id for draft in imported.questions] == ["first-words-2"]
    assert [str(problem.message) for problem in imported.problems] == [
        "“first-words” is there twice; give one another name."
    ]
    named = fitted(read("gift", "// [id:first-words]\nB? {T}"), bank.policies, TODAY, bank.questions)
    assert [(problem.line, str(problem.message)) for problem in named.problems] == [
        (2, "The bank has a question “first-words” already; give this one another name.")
    ]


def test_what_does_not_fit_is_told_where_it_stands(tmp_path: Path) -> None:
    """Somebody would be told of a missing clause and not of the cell where it is named."""
    policies = load_bank(written(tmp_path, QUESTION)).policies
    table = (
        "policy,clauses,question,A,B,key,difficulty,enemies\n"
        "damage,photo,Is it?,yes,no,A,2,\n"
        "damages,photos,Is it?,yes,no,A,2,\n"
        ",,Is it?,yes,no,A,2,\n"
        "damage,photos,Is it?,yes,no,C,2,\n"
        "damage,photos,Is it?,yes,no,A,9,\n"
        "damage,photos,Is it?,yes,,A,2,\n"
        "damage,photos,Is it?,yes,no,[v7] A,2,\n"
        "damage,photos,Is it?,yes,no,A,2,nobody\n"
    )
    imported = fitted(read("csv", table, Defaults()), policies, TODAY)
    assert [(problem.cell, str(problem.message)) for problem in imported.problems] == [
        ("B2", "There is no clause “photo”. Did you mean “photos”?"),
        ("A3", "There is no policy “damages”. Did you mean “damage”?"),
        ("A4", "Nothing says which policy this question rests on."),
        ("B4", "Nothing says which clauses of the policy this question rests on."),
        ("F5", "There is no option “c”: name one of a, b, or add the option."),
        ("G6", "This must be at most 5."),
        ("D7", "A question of the kind “single” needs at least 2 options."),
        ("F8", "There is no version “v7”. There are: v1, v2."),
        ("H9", "There is no question “nobody” to be apart from or akin to; it is left out."),
    ]
    assert [draft.line for draft in imported.questions] == [9]


def test_questions_of_two_desks_go_into_two_files(tmp_path: Path) -> None:
    """Questions of one desk would be asked at the other."""
    policies = load_bank(written(tmp_path, QUESTION)).policies
    text = "// [tag:desk:airline]\nA? {T}\n\nB? {F}"
    imported = fitted(read("gift", text, DEFAULTS), policies, TODAY)
    assert sorted(questions_files(imported.questions, policies)) == ["airline", "appliance"]


def test_the_same_file_twice(tmp_path: Path) -> None:
    """A file that is imported twice would ask everything twice."""
    text = "::a:: Which first? {=listen ~talk ~wait}\n\n::b:: How long? {#7}\n\n::c:: Which  first? {=talk ~wait =%0%listen}"
    policies = load_bank(written(tmp_path / "old", QUESTION)).policies
    first = fitted(read("gift", text.rpartition("\n\n")[0]), policies, TODAY)
    (file,) = questions_files(first.questions, policies).values()
    bank = load_bank(written(tmp_path / "new", POLICY, file))
    assert list(bank.questions) == ["a", "b"]
    again = fitted(read("gift", text), policies, TODAY, bank.questions)
    assert again.questions == ()
    assert [str(problem.message) for problem in again.refused] == [
        "The bank has this question already, as “a”.", "The bank has this question already, as “b”.",
        "The bank has this question already, as “a”.",
    ]  # fmt: skip
    within = fitted(read("gift", "::x:: So? {T}\n\n::y:: So? {T}"), policies, TODAY)
    assert [draft.id for draft in within.questions] == ["x"]
    assert [str(problem.message) for problem in within.refused] == [
        "The file has this question already, as “x”."
    ]


def test_refused_questions_are_counted_once(tmp_path: Path) -> None:
    """“Refused 9” would be said of a file with 5 questions."""
    policies = load_bank(written(tmp_path, QUESTION)).policies
    imported = fitted(
        read("gift", "\n\n".join(f"Is it {n}? {{T}}" for n in range(5)), Defaults()), policies, TODAY
    )
    assert (len(imported.refused), imported.refused_count) == (10, 5)
