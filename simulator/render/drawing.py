"""What the templates of drawn things call: `faces.html.j2` and its neighbours, in reports and on pages."""

from collections.abc import Mapping

from .portrait import CALLER, hue_of, portrait
from .wave import wave_bars

DRAWING: Mapping[str, object] = {
    "CALLER": CALLER,
    "portrait": portrait,
    "hue_of": hue_of,
    "wave_bars": wave_bars,
}
