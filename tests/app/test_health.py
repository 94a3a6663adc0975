"""What the one who watches over the server is told."""

from pathlib import Path

import pytest

from simulator.web.settings import Settings
from tests.app.conftest import Browser


def test_health_says_that_all_is_well(anonymous: Browser) -> None:
    """A desk that works would be taken out of service."""
    answer = anonymous.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_deleted_database_is_refused_told_and_logged(
    anonymous: Browser, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Everybody would go on for hours with what is kept nowhere, and nobody would know."""
    anonymous.sign_in("lin")
    Path(settings.database.removeprefix("sqlite:///")).unlink()
    answer = anonymous.get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert "its file was deleted or replaced" in answer.json()["reason"]
    assert int(answer.headers["Retry-After"]) > 0
    refused = anonymous.post_form("/account/name", {"shown": "Somebody Else"})
    assert refused.status_code == 503
    assert "tell your administrator" in refused.text
    assert "its file was deleted or replaced" in caplog.text
