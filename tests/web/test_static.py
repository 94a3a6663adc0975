"""The design system's promises that need no browser: contrast, nothing from elsewhere, no words in scripts."""

import re
from pathlib import Path

import pytest

from simulator.resources import reports
from simulator.web.static import FOLDER, FROM_REPORTS
from tests.web.static.pages import TEMPLATES, page

STYLES = sorted(FOLDER.glob("*.css"))
SHEETS = [*STYLES, *(reports() / name for name in FROM_REPORTS)]
SCRIPTS = sorted(FOLDER.glob("*.js"))
MACROS = sorted((TEMPLATES / "macros").glob("*.j2"))
TEXT, PART = 4.5, 3.0
"""The least contrast of text, and of what one must see to use a control (WCAG 2.2, 1.4.3 and 1.4.11)."""
MOODS = ("hurried", "angry", "cold", "shaky", "easing", "calm")
GRADES = ("best", "fine", "inexact", "mistake", "blunder")
GROUNDS = ("canvas", "surface", "sunken", "raised")
WRITTEN_ON = {
    **dict.fromkeys(GROUNDS, ("ink", "ink-2", "jade", "stop", "gold", *MOODS, *GRADES)),
    **{f"{mood}-wash": ("ink", "ink-2", mood) for mood in MOODS},
    **dict.fromkeys(GRADES, ("surface",)),  # the sign of a grade
    "jade": ("on-jade", "surface"),
    "jade-deep": ("on-jade",),
    "jade-wash": ("ink", "ink-2", "jade"),
    "bubble": ("ink", "ink-2"),
    "stop": ("on-stop",),
    "stop-wash": ("ink", "stop"),
    "gold-wash": ("ink", "gold"),
    "stage": ("on-stage", "on-stage-2"),
    "stage-2": ("on-stage", "on-stage-2"),
    "ink": ("canvas",),
}
DRAWN_ON = {
    **dict.fromkeys(GROUNDS, ("edge", "jade", "jade-hi", "stop", "gold", *MOODS)),
    "jade-wash": ("edge", "jade"),
}
BLOCK = re.compile(r":root \{(.*?)\n *\}", re.DOTALL)
COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6})\b")
TOKENS = (reports() / "tokens.css").read_text("utf-8")


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the light and of the dark page, and those of the print."""
    light, dark, paper = (dict(COLOUR.findall(block)) for block in BLOCK.findall(TOKENS))
    return {"light": light, "dark": light | dark, "print": light | paper}


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_worked_out_as_the_guideline_does() -> None:
    """The other tests would measure something else."""
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("pairs", "least"), [(WRITTEN_ON, TEXT), (DRAWN_ON, PART)], ids=["text", "parts"])
def test_colours_can_be_told_apart(scheme: str, pairs: dict[str, tuple[str, ...]], least: float) -> None:
    """Somebody with weak eyes, or in the sun, could not read the page or find a field's border."""
    colours = schemes()[scheme]
    weak = {
        f"{front} on {ground}": round(contrast(colours[front], colours[ground]), 2)
        for ground, fronts in pairs.items()
        for front in fronts
        if contrast(colours[front], colours[ground]) < least
    }
    assert weak == {}


def test_every_colour_has_all_schemes() -> None:
    """A colour would stay as it is by day on a dark page, or dark on paper."""
    light, dark, paper = ({name for name, _ in COLOUR.findall(block)} for block in BLOCK.findall(TOKENS))
    assert light == dark == paper


def test_desk_and_reports_are_of_one_house() -> None:
    """A saved debrief would look like another program's: colours are named in one place only."""
    pages = [text for file in reports().glob("*.html.j2") if "<style>" in (text := file.read_text("utf-8"))]
    assert len(pages) == 3
    assert all('<style>\n{% include "tokens.css" %}' in text for text in pages)
    own = {"graph.css", "faces.css", "tokens.css"}  # a picture that stands alone, and drawn people
    for file in (*STYLES, *reports().glob("*.css")):
        if file.name not in own:
            assert COLOUR.findall(file.read_text("utf-8")) == [], file.name


@pytest.mark.parametrize("file", SHEETS, ids=lambda path: path.name)
def test_styles_use_known_tokens_and_ask_nobody(file: Path) -> None:
    """A misspelt token would leave a part without its colour; an address would tell somebody who looks."""
    text = file.read_text("utf-8")
    faces = (reports() / "faces.css").read_text("utf-8")
    defined = set(re.findall(r"(--[a-z0-9-]+):", TOKENS + faces + text))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) - defined == set()
    for address in re.findall(r"""url\(["']?([^"')]+)""", text):
        assert (FOLDER / address).is_file(), address
    assert "//" not in text.replace("://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda path: path.name)
def test_scripts_import_what_is_there(file: Path) -> None:
    """A page would stay without its behaviour."""
    text = file.read_text("utf-8")
    for address in re.findall(r"""(?:from|import\() ?"([^"]+)"|import "([^"]+)\"""", text):
        name = address[0] or address[1]
        assert name.startswith("./"), name
        assert (FOLDER / name).is_file(), name
    assert (
        re.findall(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|\.style\b", text)
        == []
    )


def test_words_of_scripts_are_in_the_templates_and_nothing_more() -> None:
    """A script would show the name of a sentence instead of the sentence."""
    ours = {"desk.js", "outbox.js", "speaking.js", "editor.js", "voices.js", "words.js"}
    scripts = "".join((FOLDER / name).read_text("utf-8") for name in ours)
    used = set(re.findall(r'\bword\("([a-z-]+)"', scripts))
    used |= {"yes", "no", "play", "pause", "saving", "wait", "error", "warning"}  # chosen between
    used |= set(re.findall(r'held\("([a-z-]+)"', scripts)) | {"unsaved", "unsaved-failed"}
    used |= {"by-recording", "by-voices", "by-pace", "pace-zh", "pace-en"}  # put together
    given = set(re.findall(r'data-word="([a-z-]+)"', "".join(file.read_text("utf-8") for file in MACROS)))
    assert used == given


HOSTILE = "\"><script>alert(1)</script>' onfocus=x {{ 7191 * 7193 }}"
EVERYTHING = """
{% call forms.form(x, key=x, version=x, durable=x, target=x, id=x, class=x, attributes={"data-x": x}) %}
{{ forms.field("f", x, x, hint=x, error=x, attributes={"data-y": x}) }}
{{ forms.area("a", x, x, hint=x, error=x) }}{{ forms.select("s", x, [(x, x)], x, error=x) }}
{{ forms.choices("c", x, [(x, x, x)], [x], hint=x, error=x) }}{{ forms.checkbox("b", x, value=x, note=x) }}
{% endcall %}
{{ forms.action_button(x, x, x, x, x, key=x, confirm=x, values={x: x}) }}{{ forms.error_summary([(x, x)]) }}
{{ status.badge(x, x) }}{{ status.notice(x, x, x) }}{{ status.empty(x, x) }}{{ status.progress(x, 1, 2, x) }}
{{ status.tiles([(x, x, x)]) }}{{ status.bars(x, x, x, [(x, 1, x, "")], 2, x) }}{{ status.clock(x, x, x) }}
{% call tables.table(x, [x, (x, x)], x) %}{% endcall %}{{ tables.pagination(1, 2, address) }}
{{ parts.crumbs([(x, x), (x, x)]) }}{{ parts.tabs(x, [(x, x, true)]) }}{{ parts.steps(x, [(x, "here")]) }}
{{ players.player("en", x, 1, 2) }}{{ editors.code_editor(x, x, x, x, x, x, x, x, x) }}
{{ editors.problem_list(x, [{"severity": x, "line": x, "column": x, "message": x, "rule": x}], x) }}
"""


def test_macros_escape_what_they_are_given() -> None:
    """Somebody's name, or a line of a case, would run as a script in another's browser."""
    html = page(EVERYTHING, x=HOSTILE, address=lambda number: HOSTILE)
    assert "<script>alert" not in html
    assert re.findall(r"=\"[^\"]*\"\s*>?<script", html) == []
    assert "51724863" not in html
    assert html.count("&lt;script&gt;alert(1)") > 60


def test_macros_have_no_inline_style_or_script() -> None:
    """The page's policy would leave them without effect."""
    for file in MACROS:
        text = file.read_text("utf-8")
        assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script|javascript:|\|\s*safe", text) == [], file.name


def test_field_ties_hint_and_error_to_the_control() -> None:
    """A screen reader would not say what a field wants, nor what is wrong with it."""
    html = page('{{ forms.field("due", "Due", "x", hint="A day", error="Too late", required=false) }}')
    body = re.sub(r"\s+", " ", html[html.index('<div class="field">') : html.index('<div class="unseen"')])
    assert body.strip() == (
        '<div class="field"> <label for="due">Due <span class="optional">(optional)</span></label>'
        ' <p class="hint" id="due-hint">A day</p>'
        ' <input id="due" name="due" type="text" value="x" aria-describedby="due-hint due-error" aria-invalid="true">'
        ' <p class="field-error" id="due-error">Too late</p> </div>'
    )


def test_passwords_are_never_written_into_a_page() -> None:
    """A form that was refused would send the password back, to be found in the page."""
    assert "secret" not in page('{{ forms.field("p", "Password", "secret", "password") }}')
