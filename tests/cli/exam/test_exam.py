"""`winwin exam`: practice papers, papers by a blueprint, and questions from and for other programs."""

import json
from pathlib import Path

import pytest

from simulator.cli.exam import COMMANDS
from simulator.exam.bank.loading import load_bank
from simulator.resources import scenarios
from tests.cli.conftest import Winwin, too_wide
from tests.cli.pseudoterminal import Terminal
from tests.exam.check.rules.small_bank import QUESTION, written
from tests.exam.exchange.foreign_files import sample
from tests.golden import Golden

QUESTIONS = (
    QUESTION
    + """\
  which:
    kind: multiple
    topic: damage
    difficulty: 2
    policy: damage
    cites: photos
    stem: {zh: 要拍哪些？, en: Which pictures does a report need?}
    options:
      box: {zh: 外箱, en: The box}
      dent: {zh: 破损处, en: The dent}
      bill: {zh: 发票, en: The bill, why: {zh: 系统里有。, en: It is on file.}}
    key: {v1: [box, dent]}
    explanation: {zh: 拍箱子和破损处。, en: The box and the dent.}
    cost: {yuan: 100, borne-by: company}
  in-time:
    kind: true-false
    topic: damage
    difficulty: 3
    policy: damage
    cites: report
    stem: {zh: 签收30小时后还来得及。, en: Damage reported 30 hours after signing is in time.}
    key: {computed: report-hours >= 30}
    explanation: {zh: 48小时内。, en: There are 48 hours.}
    cost: {yuan: 900, borne-by: customer}
  how-long:
    kind: number
    topic: damage
    difficulty: 1
    policy: damage
    cites: report
    unit: hours
    look-up: true
    stem: {zh: 几小时内可以报破损？, en: Within how many hours is damage reported?}
    key: {computed: report-hours}
    explanation: {zh: 以现行规定为准。, en: The rule of the day counts.}
    cost: {yuan: 900, borne-by: customer}
  who:
    kind: short-text
    topic: roles
    difficulty: 1
    policy: damage
    cites: photos
    stem: {zh: 谁来定？, en: Who decides?}
    key: {v1: {zh: [班组长], en: [the team lead]}}
    explanation: {zh: 班组长定。, en: The lead does.}
    cost: {yuan: 0, borne-by: company}
  steps:
    kind: ordering
    topic: roles
    difficulty: 2
    policy: damage
    cites: photos
    stem: {zh: 怎么排？, en: In which order?}
    options:
      pay: {zh: 赔付, en: Pay}
      calm: {zh: 安抚, en: Calm}
      check: {zh: 核实, en: Check}
    key: {v1: [calm, check, pay]}
    explanation: {zh: 先安抚。, en: Calm comes first.}
    cost: {yuan: 100, borne-by: company}
  roles:
    kind: matching
    topic: roles
    difficulty: 2
    policy: damage
    cites: photos
    stem: {zh: 各归谁办？, en: Who does what?}
    items:
      invoices: {zh: 发票, en: Invoices}
      cracks: {zh: 破损, en: Cracks}
    options:
      accounts: {zh: 财务, en: Accounts}
      quality: {zh: 品质, en: Quality}
    key: {v1: {invoices: accounts, cracks: quality}}
    explanation: {zh: 各办各的。, en: Each to their own.}
    cost: {yuan: 100, borne-by: company}
  sorted:
    kind: triage
    topic: roles
    difficulty: 2
    policy: damage
    cites: photos
    stem: {zh: 分到四类里。, en: Sort them as the customer sees them.}
    items:
      faint: {zh: 有人晕倒, en: Somebody fainted}
      points: {zh: 问积分, en: Reward points}
    key: {v1: {faint: urgent-important, points: neither}}
    explanation: {zh: 人命先。, en: People come first.}
    cost: {yuan: 5000, borne-by: customer}
  gone:
    kind: true-false
    topic: roles
    difficulty: 1
    policy: damage
    cites: report
    stem: {zh: 24小时内报破损。, en: Damage is reported within 24 hours.}
    key: {v1: true}
    explanation: {zh: 旧规定。, en: That was the old rule.}
    cost: {yuan: 0, borne-by: company}
"""
)
ARGUMENTS = ("exam", "practise", "--bank", "bank", "--seed", "5", "--as-of", "2026-11-22")


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank with a question of every kind but a case, and one that is quarantined, called by its name."""
    monkeypatch.chdir(tmp_path)
    return written(tmp_path / "bank", QUESTIONS).relative_to(tmp_path)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_of_the_commands_fits(
    winwin: Winwin, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    """A command could not be learned from itself."""
    monkeypatch.setenv("WINWIN_LANG", language)
    ran = winwin("exam", name, "--help")
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    assert f"  $ winwin exam {name}" in ran.out


def answers(out: str) -> list[str]:
    """Return the stems of a paper in the order in which they were asked."""
    return [part.split("\n")[2] for part in out.split("── Question ")[1:] if " of " in part.split("─")[0]]


def test_paper_with_everything(winwin: Winwin, bank: Path, golden: Golden) -> None:
    """The conversation would change without anybody having looked at it."""
    lines = {
        "A television was cracked": "b", "Which pictures does": "a b c", "Damage reported 30": "T",
        "Within how many": "h\n两天", "Who decides?": "Ｔｅａｍ　ｌｅａｄ", "In which order?": "abc",
        "Who does what?": "1a 2b", "Sort them as": "a d",
    }  # fmt: skip
    asked = answers(winwin(*ARGUMENTS, typed="\n" * 20).out)
    assert len(asked) == len(lines)
    typed = "".join(
        next(line for stem, line in lines.items() if text.startswith(stem)) + "\n" for text in asked
    )
    ran = winwin(*ARGUMENTS, typed=typed)
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    golden.check("exam-practise.en.txt", ran.out)


def test_paper_in_chinese(winwin: Winwin, in_chinese: None, bank: Path) -> None:
    """Chinese would not line up, or English words would stand in between."""
    ran = winwin(*ARGUMENTS, "--topic", "damage", typed="甲\n\n对\n四十八小时\n\n")
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    assert "签收30小时后还来得及。" in ran.out
    assert "Damage" not in ran.out


def test_answers_that_cannot_be(winwin: Winwin, bank: Path) -> None:
    """A slip of the finger would count as a wrong answer."""
    ran = winwin(*ARGUMENTS, "--topic", "roles", typed="x\n?\n9z\n1a 1\n\n" + "zz\n\n" * 5)
    assert ran.code == 0
    assert (
        "Put all options in order." in ran.out
        or "Choose one of the options that the question has." in ran.out
    )
    assert ran.out.splitlines()[-1] == "Marks: 0 of 4, 0 %."


def test_leaving_marks_what_was_answered(winwin: Winwin, bank: Path) -> None:
    """Whoever has no time left would learn nothing of what was answered."""
    for typed in ("\nq\n", "\n"):
        ran = winwin(*ARGUMENTS, typed=typed)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.splitlines()[-1] == "Marks: 0 of 1, 0 %."
    ran = winwin(*ARGUMENTS, typed="q\n")
    assert (ran.code, "── Result" in ran.out) == (0, False)


def test_quarantined_questions_are_not_asked(winwin: Winwin, bank: Path) -> None:
    """A practice paper would teach the old rule."""
    ran = winwin(*ARGUMENTS, "--questions", "50", typed="\n" * 20)
    assert "Damage is reported within 24 hours." not in ran.out
    old = winwin("exam", "practise", "--bank", "bank", "--as-of", "2026-07-01", typed="\n" * 20)
    assert "Damage is reported within 24 hours." in old.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["practice"], 2, "There is no “winwin exam practice”; there are: practise, paper, import, export,"),
        (
            ["practise", "--topic", "damages"],
            2,
            "No question is about “damages”. Did you mean “damage”? There are:",
        ),
        (["practise", "--as-of", "2020-01-01"], 1, "None of these questions can be asked on 2020-01-01."),
        (["practise", "--bank", "."], 2, "There are no “policies” and “questions” in ."),
        (["export", "x.doc"], 2, "The format cannot be seen from “x.doc”; give it with “--format”."),
        (
            ["export", "x.txt", "--language", "both"],
            2,
            "Aiken holds one language; choose it with “--language”.",
        ),
        (["import", "bank/questions/file-0.yaml", "--policy", "A b"], 2, "Say which bank"),
    ],
)
def test_what_cannot_be_done_is_told(
    winwin: Winwin, bank: Path, arguments: list[str], code: int, said: str
) -> None:
    """A wrong call would end in a traceback, or do something else than meant."""
    more = ["--bank", "bank"] if arguments[0] == "practise" and "--bank" not in arguments else []
    ran = winwin("exam", *arguments, *more)
    assert (ran.code, ran.err.replace("\n", " ").startswith(said)) == (code, True), ran.err


def test_import_into_a_bank(winwin: Winwin, bank: Path) -> None:
    """Questions of another program would not be asked here, or nobody would learn what is missing."""
    Path("hand.gift").write_bytes(sample("hand.gift"))
    arguments = ("exam", "import", "hand.gift", "--bank", "bank", "--policy", "damage", "--cites", "photos")
    ran = winwin(*arguments, "--yes")
    assert ran.code == 1
    assert ran.out.endswith(
        "GIFT: 5 questions can be used. 12 were refused.\nWritten: bank/questions/hand.yaml.\n"
        "“winwin check bank/questions/hand.yaml” looks for flaws in it.\n"
    )
    assert ran.err.splitlines()[:2] == [
        "hand.gift:19: The bank has this question already, as “in-time”. [damage-reported-30-hours-after-signing-is-in-time]",
        "hand.gift:25: The bank has this question already, as “who”. [who-decides]",
    ]
    assert (
        "hand.gift:37: The brace is not closed before the empty line. [How long is it? {=48]"
        in ran.err.splitlines()
    )
    assert ran.err.splitlines()[-2] == "hand.gift:14: warning: The tag “spring” is left out. [Which pictures]"
    assert "first-words-2" in load_bank(bank).questions
    assert winwin("check", "bank/questions/hand.yaml").code == 0
    again = winwin(*arguments, "--yes")
    assert (again.code, again.out) == (1, "GIFT: no question can be used. 17 were refused.\n")
    assert "The bank has this question already, as “first-words-2”." in again.err
    Path("hand.gift").write_text("Another one? {T}", encoding="utf-8")
    other = winwin(*arguments, "--yes")
    assert other.code == 1
    assert "bank/questions/hand.yaml is there already; “--force” replaces it.\n" in other.err


@pytest.mark.parametrize(("said", "stored"), [("y\n", True), ("是\n", True), ("n\n", False), ("", False)])
def test_import_shows_what_it_would_store_and_asks(
    winwin: Winwin, bank: Path, said: str, stored: bool
) -> None:
    """Questions would be stored that nobody has looked at, or in the wrong language."""
    text = "::What first::先说什么？ {=听完#先听 ~解释 ####因为。}\n\n::Money::Ask {} for it"
    Path("one.gift").write_text(text, encoding="utf-8")
    ran = winwin(
        "exam", "import", "one.gift", "--bank", "bank", "--policy", "damage", "--cites", "photos", typed=said
    )
    assert ran.out.splitlines()[1:9] == [
        "what-first  single choice, Desk appliance, Policy damage (photos), Topic damage,",
        "Difficulty 3, Cost (yuan) 0 (company)",
        "  zh 先说什么？",
        "    ✓ A zh 听完",
        "          zh 先听",
        "      B zh 解释",
        "  Key [v2] A",
        "  zh 因为。",
    ]
    assert "one.gift:3: It is answered in sentences, which no program can mark. [Money]" in ran.err
    assert (bank / "questions" / "one.yaml").exists() is stored
    assert ("Nothing was stored. “--yes” stores without asking." in ran.out) is not stored


def test_import_asks_for_a_doubtful_encoding(winwin: Winwin, bank: Path) -> None:
    """A Western file would come in as Chinese characters that nobody wrote."""
    Path("old.csv").write_bytes(
        "Question;A;B;Key\nTake it zurück?;Ja, natürlich;Nein, unmöglich;A\n".encode("latin-1")
    )
    arguments = (
        "exam",
        "import",
        "old.csv",
        "--bank",
        "bank",
        "--policy",
        "damage",
        "--cites",
        "photos",
        "--dry-run",
    )
    ran = winwin(*arguments)
    assert (ran.code, "The encoding of this file is open: gb18030" in ran.err) == (1, True)
    ran = winwin(*arguments, "--encoding", "windows-1252")
    assert (ran.code, ran.err, "    ✓ A en Ja, natürlich" in ran.out) == (0, "", True)


def test_dry_run_writes_nothing(winwin: Winwin, bank: Path) -> None:
    """Somebody who only wants to see would change the bank."""
    Path("quiz.txt").write_bytes(sample("quiz.aiken.txt"))
    before = sorted(bank.rglob("*"))
    ran = winwin("exam", "import", "quiz.txt", "--format", "aiken", "--bank", "bank", "--dry-run")
    assert (ran.code, ran.out.splitlines()[-1]) == (
        1,
        "Aiken: no question can be used. 8 were refused.",
    )
    assert "quiz.txt:7: policy: Nothing says which policy this question rests on." in ran.err
    assert sorted(bank.rglob("*")) == before


def test_export_and_import_of_the_bundled_bank(winwin: Winwin, tmp_path: Path) -> None:
    """Whoever takes the questions along in a table could not bring them back."""
    table, target = tmp_path / "all.csv", tmp_path / "bank"
    ran = winwin("exam", "export", table)
    count = len(load_bank(scenarios()).questions)
    # a long path may be broken off from the full stop behind it
    assert "".join(ran.out.split()) == "".join(f"{count} questions are in {table}.".split())
    assert (ran.code, ran.err) == (0, "")
    (target / "policies").mkdir(parents=True)
    for file in (scenarios() / "policies").glob("*.yaml"):
        (target / "policies" / file.name).write_bytes(file.read_bytes())
    ran = winwin("exam", "import", table, "--bank", target, "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert load_bank(target).questions.keys() == load_bank(scenarios()).questions.keys()


def test_export_names_what_is_missing(winwin: Winwin, bank: Path) -> None:
    """Somebody would believe that the file holds everything."""
    ran = winwin("exam", "export", "x.gift", "--bank", "bank", "--as-of", "2026-11-22")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == (
        "gone: not in the file: Clause report reads otherwise in version v2; the key is for v1."
    )
    assert lines[1] == "steps: not in the file: This format has no questions of the kind “ordering”."
    assert "in-time: Without: key computed, zh." in lines
    assert lines[-1] == "6 questions are in x.gift."
    assert winwin("exam", "export", "x.gift", "--bank", "bank").code == 1
    quiet = winwin("exam", "export", "x.gift", "--bank", "bank", "--force", "--quiet", "--topic", "damage")
    assert quiet.out == "4 questions are in x.gift.\n"


def test_template(winwin: Winwin, bank: Path) -> None:
    """People who write questions in Excel would have nothing to begin with."""
    ran = winwin("exam", "template", "questions.xlsx", "--bank", "bank")
    assert (ran.code, ran.err, Path("questions.xlsx").read_bytes()[:2]) == (0, "", b"PK")
    assert ran.out.splitlines()[-1] == "  winwin exam import questions.xlsx --bank bank"


def test_paper_by_a_blueprint(winwin: Winwin, bank: Path) -> None:
    """Nobody could see before the exam what its paper would be, or why."""
    Path("plan.yaml").write_text("questions: 4\nforms: 2\ntopics: {damage: {least: 2}}\nseed: 3\n")
    arguments = ("exam", "paper", "plan.yaml", "--bank", "bank", "--as-of", "2026-11-22")
    ran = winwin(*arguments)
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    assert [line[:31] for line in ran.out.splitlines() if line.startswith("── Form")] == [
        "── Form A: 4 questions, 4 marks", "── Form B: 4 questions, 4 marks",
    ]  # fmt: skip
    assert "About “damage”: at least 2 are wanted" in ran.out
    data = json.loads(winwin(*arguments, "--format", "json").out)
    assert [len(form) for form in data["forms"]] == [4, 4]
    assert (data["desk"], [left["question"] for left in data["left_out"]]) == ("appliance", ["gone"])
    assert all(item["reasons"] for form in data["forms"] for item in form)


def test_paper_that_cannot_be(winwin: Winwin, bank: Path) -> None:
    """Somebody would search for the rule that is too much."""
    Path("plan.yaml").write_text("questions: 4\ntopics: {damage: {least: 5}}\n")
    ran = winwin("exam", "paper", "plan.yaml", "--bank", "bank", "--as-of", "2026-11-22")
    assert (ran.code, ran.out) == (1, "")
    assert "At least 5 about “damage”" in ran.err.replace("\n", " ")
    Path("plan.yaml").write_text("question: 4\n")
    ran = winwin("exam", "paper", "plan.yaml", "--bank", "bank")
    assert (ran.code, "plan.yaml:1:1: “question” has no meaning here." in ran.err) == (1, True)
    ran = winwin("exam", "paper", "plan.yaml")
    assert ran.code == 1


def test_interrupt_at_a_terminal(home: Path, bank: Path) -> None:
    """Ctrl-C would end in a traceback, and what was answered would go unmarked."""
    terminal = Terminal(home, *ARGUMENTS, WINWIN_LANG="en")
    terminal.until("One letter:")
    terminal.type("b")
    terminal.until("as in c a b:")
    terminal.interrupt("Marks: 1 of 1, 100 %.")
    assert terminal.leave() == 0
