"""The wave of a voice, drawn from its mood alone: the same mood and seed give the same picture."""

import hashlib
import math

LEVEL = {
    "calm": (0.35, 0.2),
    "hurried": (0.7, 0.25),
    "angry": (0.85, 0.15),
    "cold": (0.2, 0.06),
    "shaky": (0.38, 0.35),
    "easing": (0.5, 0.12),
    "happy": (0.6, 0.2),
}
"""How loud each mood is, and how uneven, of 1."""
BREAKS = {"shaky": 0.3}
"""How much of a voice fails, of 1."""
SILENCE = 0.06


def wave_bars(mood: str, count: int = 34, seed: str = "") -> list[float]:
    """The heights of so many bars, from nearly 0 to 1."""
    base, uneven = LEVEL.get(mood, LEVEL["calm"])
    heights = []
    for place in range(count):
        lot = hashlib.sha256(f"{seed} {mood} {place}".encode()).digest()
        swell = 0.45 + 0.55 * math.sin(math.pi * (place + 0.5) / count)
        if mood == "easing":
            height = 0.22 + 0.38 * abs(math.sin(place / count * math.pi * 2.5))
        elif lot[1] / 256 < BREAKS.get(mood, 0):
            height = 0.0
        else:
            height = base + uneven * (lot[0] / 127.5 - 1)
        heights.append(round(min(1.0, max(SILENCE, height * swell)), 3))
    return heights
