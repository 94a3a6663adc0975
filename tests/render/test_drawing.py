"""Drawn people: always the same for the same person, and the same for everybody during a call."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.render.portrait import CALLER, EXTRAS, HAIR, HUES, portrait
from simulator.render.wave import LEVEL, wave_bars


def test_person_keeps_their_head() -> None:
    """Somebody whom a trainee has met would look like another after the next release."""
    first = portrait("ticket-rebooking", "anxious")
    assert (first.hue, first.front, first.back, first.extra) == ("moss", "side", "", "")
    assert portrait("ticket-rebooking", "anxious", "curly").front == "curly"


@given(st.text(max_size=20), st.text(max_size=20))
def test_every_head_can_be_drawn(case: str, persona: str) -> None:
    """A person would have hair or a colour that the template does not know, and the page would be refused."""
    drawn = portrait(case, persona)
    assert drawn.hue in HUES
    assert drawn.back in HAIR[drawn.front]
    assert drawn.extra in EXTRAS
    assert drawn.hue != CALLER.hue


@given(st.sampled_from(sorted(LEVEL)), st.integers(1, 60), st.text(max_size=10))
def test_wave_stays_within_its_picture(mood: str, count: int, seed: str) -> None:
    """The bars of a voice would stick out, or change each time that a page is loaded."""
    bars = wave_bars(mood, count, seed)
    assert len(bars) == count
    assert all(0 < bar <= 1 for bar in bars)
    assert bars == wave_bars(mood, count, seed)


def test_angry_voice_is_louder_than_a_cold_one() -> None:
    """The wave would say the contrary of the cue beside it."""
    assert sum(wave_bars("angry")) > 2 * sum(wave_bars("cold"))
