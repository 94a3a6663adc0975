"""The replay's player: lines come when their time has come, by recording, by voice or at reading pace."""

import io
import wave
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from simulator.call.case.case import Detail
from tests.web.static.pages import Stage, page

REPLAY = """
<div id="notice"></div><main id="main" tabindex="-1"><h1>Replay</h1>
{{ players.player(spoken, recording, heard, 3) }}
<ol id="lines" class="log" data-lines>{% for line in lines %}{{ line|safe }}{% endfor %}</ol>
<div id="hear">{% if heard < 3 %}
{% call forms.form("/moves", key="first", version=0, durable="queue", target="#lines", swap="beforeend", attributes={"data-hear": ""}) %}
<button name="move" value="hear">Next line</button>
{% endcall %}
{% endif %}</div>
</main>
"""
LINE = (
    '<li class="line" data-line="{version}" data-speaker="{speaker}" data-at="{at}" data-until="{until}" tabindex="-1">'
    '<div class="said"><p class="words" data-words>{words}</p></div>'
    '<div class="marks">MARKS</div></li>'
).replace(
    "MARKS",
    "".join(
        f'<button data-letter="{one.value[0]}" aria-pressed="false">{one.value}</button>' for one in Detail
    ),
)
OVER = '<div id="hear" hx-swap-oob="true"></div>'
VOICES = """
window.said = [];
const voices = VOICES.map(([name, lang, localService]) => ({ name, lang, localService }));
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: class extends EventTarget {
  constructor(text) { super(); this.text = text; }
} });
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  speaking: false, pending: false, getVoices: () => voices,
  cancel() { this.speaking = false; },
  speak(utterance) {
    this.speaking = true;
    window.said.push([utterance.text, utterance.voice.name, utterance.rate]);
    setTimeout(() => { this.speaking = false; utterance.dispatchEvent(new Event("end")); }, 150);
  },
}) });
"""


def line(number: int, words: str = "Yes.", at: float = 0, until: float = 1, speaker: str = "") -> str:
    """A line as the page shows it; the customer begins, and the agent answers."""
    speaker = speaker or ("customer" if number % 2 else "agent")
    text = LINE.replace("{version}", str(number)).replace("{speaker}", speaker).replace("{words}", words)
    return text.replace("{at}", str(at)).replace("{until}", str(until))


def replay(stage: Stage, tab: Page, heard: int = 0, recording: str | None = None, spoken: str = "en") -> None:
    """Open a recording of three lines, of which some were heard before."""
    lines = [line(number) for number in range(1, heard + 1)]
    stage.fragment = line(1).replace('data-line="1"', 'data-line="{version}"')
    stage.pages["/replay"] = page(REPLAY, "en", lines=lines, heard=heard, recording=recording, spoken=spoken)
    stage.kept = {str(number): "hear" for number in range(heard)}
    tab.add_init_script(
        "document.addEventListener('line-reached', (e) => (window.reached ??= []).push(e.detail.number))"
    )
    tab.goto(f"{stage.address}/replay")
    tab.get_by_label("Speed").select_option("2")


def test_lines_come_one_after_another_at_reading_pace(stage: Stage, tab: Page) -> None:
    """The player would stop after a line, or ask for a line before its time."""
    replay(stage, tab)
    expect(tab.locator("[data-how]")).to_have_text("At reading pace, without sound: 320 words a minute.")
    assert stage.posts == []
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='1']")).to_have_attribute("aria-current", "true")
    assert stage.moves == ["hear"]
    expect(tab.locator("[data-line='2']")).to_have_attribute("aria-current", "true")
    stage.fragment += OVER
    expect(tab.locator("[data-line='3']")).to_have_attribute("aria-current", "true")
    expect(tab.locator("#announcements")).to_have_text("That was the last line.")
    expect(tab.get_by_role("button", name="Play")).to_be_visible()
    assert stage.moves == ["hear"] * 3
    assert tab.evaluate("reached") == [1, 2, 3]


def test_pause_stops_and_play_goes_on(stage: Stage, tab: Page) -> None:
    """A paused call would run on and tell what was not heard yet."""
    replay(stage, tab)
    tab.keyboard.press("p")
    expect(tab.locator("[data-line='1']")).to_be_visible()
    tab.keyboard.press("p")
    tab.wait_for_timeout(1500)
    assert stage.moves == ["hear"]
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='2']")).to_be_visible()


def test_keys_go_from_line_to_line_and_mark(stage: Stage, tab: Page) -> None:
    """The replay could not be worked without a mouse."""
    replay(stage, tab, heard=2)
    tab.evaluate("document.addEventListener('click', (e) => (window.clicked = e.target.dataset.letter))")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator("[data-line='3']")).to_have_attribute("aria-current", "true")
    tab.keyboard.press("ArrowLeft")
    expect(tab.locator("[data-line='2']")).to_have_attribute("aria-current", "true")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("[data-line='2']")).to_be_focused()
    tab.keyboard.press("ArrowUp")
    expect(tab.locator("[data-line='1']")).to_be_focused()
    tab.keyboard.press("s")
    assert tab.evaluate("clicked") == "s"
    assert stage.posts[0]["move"] == "hear"
    assert len(stage.posts) == 1


def test_no_key_has_two_meanings(stage: Stage, tab: Page) -> None:
    """A key would mark a line and start the call at once, or one of the two where the other was meant."""
    replay(stage, tab, heard=3)
    tab.evaluate(
        "document.addEventListener('click', (e) => (window.clicked ??= []).push(e.target.dataset.letter))"
    )
    tab.locator("[data-line='2']").focus()
    for detail in Detail:
        tab.keyboard.press(detail.value[0])
    assert tab.evaluate("clicked") == [detail.value[0] for detail in Detail]
    expect(tab.get_by_role("button", name="Play")).to_be_visible()
    tab.keyboard.press("p")
    expect(tab.get_by_role("button", name="Pause")).to_be_visible()


def test_a_key_with_a_second_meaning_is_reported(stage: Stage, context: BrowserContext) -> None:
    """Nobody would notice that a new key already does something else on the page."""
    tab = context.new_page()  # not the one that has to stay silent
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    replay(stage, tab)
    expect(tab.get_by_role("button", name="Play")).to_be_visible()
    tab.evaluate("""async () => {
        const keys = performance.getEntriesByType("resource").find((file) => file.name.includes("/keys.js")).name;
        (await import(keys)).keysMean({ p: "print" });
    }""")
    assert said == ["The key p means both “play” and “print”."]


def test_a_line_asked_for_by_its_button_is_shown(stage: Stage, tab: Page) -> None:
    """On a telephone the next line would come below the window, and nothing would seem to happen."""
    tab.set_viewport_size({"width": 320, "height": 480})
    replay(stage, tab, heard=2)
    tab.get_by_role("button", name="Next line", exact=True).click()
    expect(tab.locator("[data-line='3']")).to_be_in_viewport()
    assert tab.evaluate("reached") == [3]


def test_reload_goes_on_where_it_was(stage: Stage, tab: Page) -> None:
    """After a reload the call would begin anew."""
    replay(stage, tab, heard=2)
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='3']")).to_have_attribute("aria-current", "true")
    assert tab.evaluate("reached[0]") == 3


def test_whole_recording_plays_again_from_the_start(stage: Stage, tab: Page) -> None:
    """What was heard could not be heard again."""
    replay(stage, tab, heard=3)
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='1']")).to_have_attribute("aria-current", "true")
    assert stage.posts == []


def test_voices_of_this_machine_read_the_lines(stage: Stage, tab: Page) -> None:
    """The lines would not be read aloud, both speakers would sound alike, or a far voice would get the words."""
    voices = [
        ["far", "en-GB", False],
        ["near", "en-GB", True],
        ["other", "en-US", True],
        ["hua", "zh-CN", True],
    ]
    tab.add_init_script(
        VOICES.replace("VOICES", str(voices).replace("True", "true").replace("False", "false"))
    )
    replay(stage, tab)
    expect(tab.locator("[data-how]")).to_have_text("Read aloud by your browser's voices.")
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='3']")).to_be_visible()
    assert tab.evaluate("said")[0] == ["Yes.", "near", 2]
    assert tab.evaluate("document.querySelector('[data-lines]').getAttribute('aria-live')") == "off"


def test_no_voice_reads_the_screen(stage: Stage, tab: Page) -> None:
    """What only the agent sees would be heard in the customer's voice."""
    tab.add_init_script(VOICES.replace("VOICES", '[["one", "en-GB", true]]'))
    replay(stage, tab, heard=3)
    tab.locator("[data-line='2']").evaluate("line => { line.dataset.speaker = 'system'; }")
    tab.locator("[data-line='2'] [data-words]").evaluate("words => { words.textContent = 'Order found.'; }")
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("#announcements")).to_have_text("Order found.")
    expect(tab.locator("[data-line='3']")).to_have_attribute("aria-current", "true")
    tab.wait_for_function("said.length === 2")
    assert [text for text, *_ in tab.evaluate("said")] == ["Yes.", "Yes."]


def test_two_speakers_have_two_voices(stage: Stage, tab: Page) -> None:
    """Nobody could hear who speaks."""
    tab.add_init_script(VOICES.replace("VOICES", '[["one", "en-GB", true], ["two", "en-GB", true]]'))
    replay(stage, tab, heard=3)
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='3']")).to_have_attribute("aria-current", "true")
    assert [voice for _, voice, _ in tab.evaluate("said")] == ["one", "two", "one"]


def test_only_voices_from_elsewhere_are_none(stage: Stage, tab: Page) -> None:
    """A case's words would be sent to whoever speaks them."""
    tab.add_init_script(VOICES.replace("VOICES", '[["far", "zh-CN", false], ["hua", "en-GB", true]]'))
    replay(stage, tab, spoken="zh")
    expect(tab.locator("[data-how]")).to_have_text("At reading pace, without sound: 520 characters a minute.")
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='1']")).to_be_visible()
    assert tab.evaluate("said") == []


def test_without_sound_a_screen_reader_says_the_lines(stage: Stage, tab: Page) -> None:
    """Somebody who cannot see would hear nothing."""
    tab.add_init_script(VOICES.replace("VOICES", '[["near", "en-GB", true]]'))
    replay(stage, tab)
    tab.get_by_label("Sound").uncheck()
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='1']")).to_be_visible()
    expect(tab.locator("[data-lines]")).to_have_attribute("aria-live", "polite")
    assert tab.evaluate("said") == []


def sound(seconds: float) -> bytes:
    """A silent recording."""
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(1)
        recording.setframerate(8000)
        recording.writeframes(b"\x80" * int(8000 * seconds))
    return file.getvalue()


def test_recording_leads_and_the_lines_follow(stage: Stage, tab: Page) -> None:
    """The lines would run ahead of the recording or behind it."""
    stage.sounds["/call.wav"] = sound(9)
    replay(stage, tab, recording="/call.wav")
    stage.fragments = {1: line(1, at=0, until=1.2), 2: line(2, at=1.2, until=9) + OVER}
    tab.evaluate(
        """() => {
            const audio = document.querySelector("audio");
            window.since = {};
            new MutationObserver(() => {
                const line = document.querySelector("[data-line][aria-current]")?.dataset.line;
                if (line) since[line] ??= audio.currentTime;
            }).observe(document.body, { subtree: true, childList: true, attributes: true });
        }"""
    )
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-how]")).to_have_text("You hear the recording.")
    expect(tab.locator("[data-line='2']")).to_have_attribute("aria-current", "true")
    first, second = tab.evaluate("[since[1], since[2]]")
    assert first < second
    assert 1.1 <= second < 9  # not ahead of the recording; on a slow machine a little behind
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 2
    expect(tab.locator("#announcements")).to_have_text("That was the last line.")


@pytest.mark.parametrize("time", ["", ' data-at="7"'])
def test_a_recording_that_has_run_out_does_not_begin_anew(stage: Stage, tab: Page, time: str) -> None:
    """The last words would be shown while the first ones are heard."""
    stage.sounds["/call.wav"] = sound(1)
    replay(stage, tab, recording="/call.wav")
    last = line(2, at=0, until=9).replace(' data-at="0" data-until="9"', time)
    stage.fragments = {1: line(1, at=0, until=9), 2: last + OVER}
    tab.evaluate(
        """() => {
            const audio = document.querySelector("audio");
            window.heard = [];
            for (const what of ["playing", "ended"])
                audio.addEventListener(what, () => heard.push([what, audio.currentTime]));
        }"""
    )
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='2']")).to_have_attribute("aria-current", "true")
    expect(tab.locator("#announcements")).to_have_text("That was the last line.")
    heard = [what for what, _ in tab.evaluate("heard")]
    assert heard.index("ended") == len(heard) - 1  # before that, a busy machine may falter and play on
    tab.get_by_role("button", name="Play").click()
    tab.wait_for_function("count => heard.length > count", arg=len(heard))
    what, where = tab.evaluate("heard")[len(heard)]
    assert what == "playing"
    assert where < 1


def test_line_with_its_own_sound_lasts_as_long_as_it(stage: Stage, tab: Page) -> None:
    """A line recorded alone would not be heard, or be cut off."""
    stage.sounds["/one.wav"] = sound(1.6)
    replay(stage, tab)
    stage.fragment = stage.fragment.replace("</li>", '<audio src="/one.wav" data-line-audio></audio></li>')
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='1']")).to_have_attribute("aria-current", "true")
    expect(tab.locator("[data-how]")).to_have_text("You hear the recording.")
    tab.evaluate("document.querySelector('audio').addEventListener('ended', () => (window.ended = true))")
    expect(tab.locator("[data-line='2']")).to_be_visible()
    assert tab.evaluate("window.ended") is True
    tab.get_by_role("button", name="Pause").click()
    assert tab.evaluate("[...document.querySelectorAll('audio')].every((each) => each.paused)")


def test_missing_recording_is_said_and_the_lines_go_on(stage: Stage, tab: Page) -> None:
    """A replay whose recording cannot be played would stand still without a word."""
    replay(stage, tab, recording="/gone.wav")
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("[data-line='2']")).to_have_attribute("aria-current", "true")
    expect(tab.locator("[data-how]")).to_contain_text("At reading pace")


def test_player_says_what_it_needs() -> None:
    """The comment that page authors go by would name other attributes than the script reads."""
    folder = Path(__file__).parents[3] / "simulator" / "web" / "static"
    comment, _, script = (folder / "speaking.js").read_text("utf-8").partition("\nimport ")
    for name in ("data-line", "data-lines", "data-words", "data-hear", "data-letter"):
        assert name in comment
        assert name in script
    for name, property_ in (
        ("data-at", "dataset.at"),
        ("data-until", "dataset.until"),
        ("data-speaker", "dataset.speaker"),
    ):
        assert name in comment
        assert property_ in script
