"""The recordings of a case: for its player alone, as far as it was heard, and nothing but sound."""

from collections.abc import Callable

import pytest

from simulator.library.bundles import AUDIO
from simulator.practice.pages.plays.audio import TYPES
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.conftest import SMALL_CASE

from .trainee import Trainee

WHOLE, LINE = b"RIFF-the whole call", b"ID3-the second line"


@pytest.fixture
def recorded(client: Callable[[str], Browser], services: Services) -> Callable[..., Trainee]:
    """Gives somebody who plays the small case with recordings."""

    def play(stage: str | None = None, **names: str) -> Trainee:
        whole, line = names.get("whole", "call.wav"), names.get("line", "audio/line 2.mp3")
        text = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
        text = text.replace("replay:\n  lines:", f"replay:\n  audio: {whole}\n  lines:", 1)
        text = text.replace("      key: The one", f"      audio: {line}\n      key: The one", 1)
        files = {"case.yaml": text.encode(), "call.wav": WHOLE, "audio/line 2.mp3": LINE}
        return Trainee(client("lin"), services, SMALL_CASE, stage, files=files)

    return play


def test_the_whole_call(recorded: Callable[..., Trainee]) -> None:
    """The recording could not be heard, or would be taken for something else than sound."""
    trainee = recorded()
    address = f"{trainee.address}/audio/call.wav"
    assert f'src="{address}"' in trainee.page()
    answer = trainee.browser.get(address)
    assert (answer.status_code, answer.content) == (200, WHOLE)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")


def test_a_part_of_it(recorded: Callable[..., Trainee]) -> None:
    """The browser could not jump to a line."""
    trainee = recorded()
    answer = trainee.browser.get(f"{trainee.address}/audio/call.wav", headers={"Range": "bytes=5-7"})
    assert (answer.status_code, answer.content) == (206, WHOLE[5:8])
    assert answer.headers["Content-Range"] == f"bytes 5-7/{len(WHOLE)}"
    beyond = trainee.browser.get(f"{trainee.address}/audio/call.wav", headers={"Range": "bytes=999-"})
    assert beyond.status_code == 416


def test_a_line_when_it_was_heard(recorded: Callable[..., Trainee]) -> None:
    """The recording of a line would be given out before the line, or never."""
    trainee = recorded()
    address = f"{trainee.address}/audio/audio/line 2.mp3"
    trainee.send("hear")
    assert trainee.browser.get(address).status_code == 404
    assert f'src="{address}"' in trainee.send("hear").text
    answer = trainee.browser.get(address)
    assert (answer.status_code, answer.content) == (200, LINE)
    assert answer.headers["Content-Type"] == "audio/mpeg"


def test_nothing_else(recorded: Callable[..., Trainee]) -> None:
    """A path would lead to another file: to the case's text, which holds all answers."""
    trainee = recorded()
    trainee.send("hear all")
    for name in (
        "case.yaml", "other.wav", "", "CALL.WAV", "../../case.yaml", "..%2f..%2fcase.yaml", "%2fetc%2fpasswd",
        "call.wav%00", "audio%2f..%2fcall.wav", "audio%5cline 2.mp3", "call.wav/",
    ):  # fmt: skip
        answer = trainee.browser.get(f"{trainee.address}/audio/{name}", follow_redirects=False)
        assert answer.status_code == 404, name
        assert b"personas" not in answer.content


def test_a_text_called_a_recording(recorded: Callable[..., Trainee]) -> None:
    """An author's slip would hand the case's text, with all answers, to the trainees."""
    trainee = recorded(whole="case.yaml")
    assert trainee.case.audio == "case.yaml"
    assert trainee.browser.get(f"{trainee.address}/audio/case.yaml").status_code == 404


def test_for_its_player_alone(
    recorded: Callable[..., Trainee], client: Callable[[str], Browser], services: Services, anonymous: Browser
) -> None:
    """Somebody else could listen to a play."""
    trainee = recorded()
    address = f"{trainee.address}/audio/call.wav"
    assert client("bo").get(address).status_code == 404
    assert client("wei").get(address).status_code == 404
    assert anonymous.get(address, follow_redirects=False).status_code == 303


def test_not_where_the_call_is_not_heard(recorded: Callable[..., Trainee]) -> None:
    """A play of another stage alone would give out the recording."""
    trainee = recorded("rehearsal")
    assert trainee.browser.get(f"{trainee.address}/audio/call.wav").status_code == 404


def test_every_kind_that_can_be_kept_can_be_heard() -> None:
    """A recording could be uploaded and never be heard."""
    assert set(TYPES) == set(AUDIO)


def test_a_file_that_has_gone(recorded: Callable[..., Trainee]) -> None:
    """A cache emptied under the server would make a server error."""
    trainee = recorded()
    trainee.page()
    for file in trainee.services.settings.cache.rglob("call.wav"):
        file.unlink()
    assert trainee.browser.get(f"{trainee.address}/audio/call.wav").status_code == 404
