"""The desk's database from the command line, and the terminal that stores into it."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from simulator.database import tables
from simulator.database.database import Database
from simulator.library.unpacking import Bundles
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from tests.cli.conftest import Winwin, too_wide
from tests.cli.playing import WHOLE, kept, typed
from tests.database.desk import NOW, audited, somebody


@pytest.fixture(autouse=True)
def default_desk(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the database be where it is when nobody says anything; give its file."""
    monkeypatch.delenv("WINWIN_DATABASE_URL", raising=False)
    monkeypatch.delenv("WINWIN_PERSON", raising=False)
    return home / "desk.sqlite"


def desk(file: Path) -> Database:
    """Open the desk."""
    return Database.open(f"sqlite:///{file}")


def flat(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def people_of(file: Path) -> list[str]:
    """Return the names of the accounts."""
    with desk(file) as database:
        return [person.name for person in People(database).all()]


def add(file: Path, *names: str) -> None:
    """Add accounts, the first an administrator's."""
    with desk(file) as database:
        for name in names:
            somebody(database, name, Role.TRAINEE if people_of(file) else Role.ADMIN)


@pytest.mark.parametrize("command", ["status", "backup x.sqlite", "export ann", "delete ann", "check-log"])
def test_desk_that_is_not_there_is_said_and_not_made(
    winwin: Winwin, default_desk: Path, command: str
) -> None:
    """A typing error in an address would look like an empty desk."""
    ran = winwin("db", *command.split())
    assert (ran.code, default_desk.exists()) == (1, False)
    assert "There is no desk yet at" in ran.err


def test_upgrade_makes_a_private_database(winwin: Winwin, default_desk: Path) -> None:
    """What people said could be read by everybody on the machine."""
    assert winwin("db", "upgrade").out == "The database has been brought up to date.\n"
    assert winwin("db", "upgrade").out == "The database is up to date.\n"
    assert default_desk.stat().st_mode & 0o777 == 0o600
    assert default_desk.parent.stat().st_mode & 0o777 == 0o700


def test_status_says_what_there_is(winwin: Winwin, default_desk: Path) -> None:
    """Whoever looks after the desk would have to guess where it is."""
    winwin("db", "upgrade")
    add(default_desk, "root", "ann")
    data = json.loads(winwin("db", "status", "--json").out)
    nothing = dict.fromkeys(("cases", "attempts", "moves", "exams", "sitting_entries", "sessions"), 0)
    assert data["counts"] == {"people": 2} | nothing
    assert (data["kind"], data["where"], data["current"]) == ("sqlite", str(default_desk), True)
    assert data["bytes"] > 0
    ran = winwin("db", "status")
    assert str(default_desk) in re.sub(r"\n +", "", ran.out)
    figures = dict(re.findall(r"^(\S.*?) {2,}(\d+)$", ran.out, re.MULTILINE))
    assert (figures["People"], figures["Exam entries kept"], figures["Sessions"]) == ("2", "0", "0")


def test_status_hides_the_password_of_the_server(
    winwin: Winwin, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password would stand on the screen, and in the notes of whoever is asked for help."""
    monkeypatch.setenv("WINWIN_DATABASE_URL", postgres_url.replace("desk@", "desk:secret@"))
    data = json.loads(winwin("db", "status", "--json").out)
    assert (data["kind"], data["current"], "secret" in data["where"]) == ("postgresql", True, False)


def test_database_of_an_older_version_is_said(winwin: Winwin, default_desk: Path) -> None:
    """Nobody would know why the desk does not start."""
    default_desk.parent.mkdir(parents=True)
    with desk(default_desk):
        pass
    assert json.loads(winwin("db", "status", "--json").out)["counts"] is None
    assert "no: run “winwin db upgrade”" in winwin("db", "status").out


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense", "sqlite+pysqlcipher:///x"])
def test_address_that_cannot_be_used_is_refused(
    winwin: Winwin, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing error would end in a traceback."""
    monkeypatch.setenv("WINWIN_DATABASE_URL", url)
    ran = winwin("db", "upgrade")
    assert (ran.code, ran.out) == (1, "")
    assert "Traceback" not in ran.err


def test_server_that_does_not_answer_is_said(winwin: Winwin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is down would end in a traceback."""
    monkeypatch.setenv("WINWIN_DATABASE_URL", "postgresql://desk@127.0.0.1:1/desk")
    ran = winwin("db", "status")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("The database cannot be read: the database does not answer.")


def test_backup_comes_back(winwin: Winwin, default_desk: Path, tmp_path: Path) -> None:
    """A desk would be lost with its disk."""
    winwin("db", "upgrade")
    add(default_desk, "root", "ann")
    file = tmp_path / "backup.sqlite"
    said = winwin("db", "backup", file).out  # a long path is broken anywhere
    assert "".join(said.split()) == "".join(f"The backup is in {file}.".split())
    refused = winwin("db", "backup", file)
    assert (refused.code, "--force" in refused.err) == (1, True)
    assert winwin("db", "backup", file, "--force").code == 0
    add(default_desk, "bo")
    refused = winwin("db", "restore", file)
    assert (refused.code, "--force" in refused.err, people_of(default_desk)) == (
        1,
        True,
        ["ann", "bo", "root"],
    )
    assert winwin("db", "restore", file, "--force").code == 0
    assert people_of(default_desk) == ["ann", "root"]
    default_desk.unlink()
    assert winwin("db", "restore", file).code == 0
    assert people_of(default_desk) == ["ann", "root"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_place_that_is_not_there_is_said(winwin: Winwin, default_desk: Path, command: str) -> None:
    """A typing error would end in a traceback."""
    winwin("db", "upgrade")
    ran = winwin("db", command, "/none/desk.sqlite")
    assert (ran.code, ran.err) == (1, "/none/desk.sqlite: No such file or directory.\n")


@pytest.mark.usefixtures("beside_small_case")
def test_person_gets_all_that_is_kept_and_no_secrets(
    winwin: Winwin, default_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who asks what is known about them would get half of it, or other people's."""
    winwin("db", "upgrade")
    add(default_desk, "root", "ann", "bo")
    for name in ("ann", "bo"):
        monkeypatch.setenv("WINWIN_PERSON", name)
        replies = typed("2", "1", "1")
        winwin("play", "late-parcel", "--persona", "worried", "--stage", "rehearsal", typed=replies)
    ran = winwin("db", "export", "ann")
    data = json.loads(ran.out)
    assert (data["account"]["name"], len(data["attempts"]), ran.err) == ("ann", 1, "")
    (attempt,) = data["attempts"]
    assert [entry["move"] for entry in attempt["entries"]][:2] == ["feel-it", "when-expected"]
    assert "argon2" not in ran.out
    assert "password" not in data["account"]
    (tmp_path / "ann.json").write_text("for everybody to read")
    assert winwin("db", "export", "ann", "--to", tmp_path / "ann.json").code == 0
    assert (tmp_path / "ann.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "ann.json").read_text("utf-8")) == data
    assert winwin("db", "export", "nobody").code == 2


@pytest.mark.usefixtures("beside_small_case")
def test_deleted_account_leaves_its_attempts_without_a_name(
    winwin: Winwin, default_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who has left could still be found, or the class would lose its figures."""
    winwin("db", "upgrade")
    add(default_desk, "root", "ann")
    monkeypatch.setenv("WINWIN_PERSON", "ann")
    winwin("play", "late-parcel", "--persona", "worried", "--stage", "rehearsal", typed=typed("2", "1", "1"))
    monkeypatch.delenv("WINWIN_PERSON")
    ran = winwin("db", "delete", "ann", typed="no\n")
    assert (ran.code, "Nothing was deleted." in ran.out) == (1, True)
    assert people_of(default_desk) == ["ann", "root"]
    assert winwin("db", "delete", "ann", typed="ann\n").code == 0
    assert people_of(default_desk) == ["root"]
    with desk(default_desk) as database:
        (summary,) = Attempts(database).summaries()
        assert (summary.person in {1, 2}, summary.finished is None) == (False, False)  # a nameless stand-in's
        assert "ann" not in repr(audited(database))
    last = winwin("db", "delete", "root", "--yes")
    assert (last.code, people_of(default_desk)) == (1, ["root"])


@pytest.mark.usefixtures("beside_small_case")
def test_terminal_plays_into_the_desk(
    winwin: Winwin, home: Path, default_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who practises in a terminal would be missing from the class."""
    winwin("db", "upgrade")
    add(default_desk, "root", "ann")
    monkeypatch.setenv("WINWIN_PERSON", "Ann")
    winwin("play", "late-parcel", "--persona", "worried", typed=typed(*WHOLE[:20], "q"))
    ran = winwin("play", "late-parcel", "--resume", typed=typed(*WHOLE[20:]))
    assert (ran.code, "── Debrief" in ran.out) == (0, True)
    assert "── Debrief" in winwin("review", "last").out
    with desk(default_desk) as database:
        (summary,) = Attempts(database).summaries(person=2)
        assert summary.result is not None
        assert summary.bundle is not None
        # the case as it was played, for the day when it has changed or gone
        case = Bundles(database, tmp_path / "unpacked").case(summary.bundle, "en")
        assert (case.id, case.digest) == ("late-parcel", summary.digest)
        inside = Attempts(database).find(summary.name).record
    monkeypatch.delenv("WINWIN_PERSON")
    assert kept(home) == []
    winwin("play", "late-parcel", "--persona", "worried", typed=typed(*WHOLE))
    (outside,) = kept(home)
    assert (inside.attempt.moves, inside.result) == (outside.attempt.moves, outside.result)


@pytest.mark.parametrize("name", ["nobody", "former"])
def test_terminal_needs_an_account_at_the_desk(
    winwin: Winwin, default_desk: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A play would be kept for nobody, or for somebody who has left."""
    winwin("db", "upgrade")
    add(default_desk, "root", "former")
    with desk(default_desk) as database:
        People(database).set_active(2, False, None, NOW)
    monkeypatch.setenv("WINWIN_PERSON", name)
    ran = winwin("cases")
    assert (ran.code, ran.out) == (1, "")
    assert f"There is no account “{name}” at this desk" in ran.err


def test_changed_log_is_found(winwin: Winwin, default_desk: Path) -> None:
    """Somebody with access to the database could take back what they did, and nobody would see it."""
    winwin("db", "upgrade")
    assert "The audit log is empty." in winwin("db", "check-log").out
    add(default_desk, "root", "ann")
    ran = winwin("db", "check-log")
    (noted,) = re.findall("[0-9a-f]{64}", ran.out)
    assert (ran.code, ran.out.startswith("Nobody has changed the audit log. The last entry is 2;")) == (
        0,
        True,
    )
    add(default_desk, "bo")
    assert winwin("db", "check-log", "--noted", noted.upper()).code == 0
    with desk(default_desk) as database:
        gone = delete(tables.audit).where(tables.audit.c.id >= 2)
        database.write(lambda connection: connection.execute(gone))
    assert winwin("db", "check-log").code == 0
    ran = winwin("db", "check-log", "--noted", noted)
    assert (ran.code, "was cut off or written anew" in flat(ran.out)) == (1, True)
    with desk(default_desk) as database:
        wrong = update(tables.audit).values(detail={"name": "x"})
        database.write(lambda connection: connection.execute(wrong))
    ran = winwin("db", "check-log")
    assert (ran.code, "entry 1, of 2026-11-22 09:30 UTC, is not as it was written" in flat(ran.out)) == (
        1,
        True,
    )


def test_unknown_command_is_told_which_there_are(winwin: Winwin) -> None:
    """A typing error would be answered in words that help nobody."""
    ran = winwin("db", "bakup")
    assert (ran.code, "status, upgrade, backup, restore, export, delete, check-log" in flat(ran.err)) == (
        2,
        True,
    )


@pytest.mark.parametrize(
    "command", ["", "status", "upgrade", "backup", "restore", "export", "delete", "check-log"]
)
def test_help_fits_and_is_in_the_language_of_the_environment(winwin: Winwin, command: str) -> None:
    """A help page would run out of the terminal."""
    ran = winwin("db", *command.split(), "--help")
    assert (ran.code, too_wide(ran.out)) == (0, [])


@pytest.mark.parametrize("arguments", [["db", "status"], ["cases"]])
def test_missing_packages_are_named(
    winwin: Winwin, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Who installed winwin for the terminal alone would get a traceback."""
    monkeypatch.setenv("WINWIN_PERSON", "ann")
    monkeypatch.setattr("simulator.cli.failures.find_spec", lambda name: None)
    ran = winwin(*arguments)
    assert (ran.code, "pip install 'winwin[desk]'" in flat(ran.err)) == (1, True)
