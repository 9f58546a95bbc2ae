"""Plain drawings (and one chime) for the demonstration, where a real record would hold photos and voices."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (960, 720)
_SKY, _RAIN_SKY, _DUSK = "#cfe6f5", "#9fb4c2", "#2d3a5e"
_GRASS, _EARTH, _ROAD, _WATER, _MUD = "#8fb573", "#b98a5a", "#8d8f93", "#7fa9c4", "#a08a68"
_WALL, _ROOF, _WOOD, _GOLD = "#f3ead7", "#b4523a", "#7a5636", "#d9a441"

Pen = ImageDraw.ImageDraw


def draw(scene: str) -> bytes:
    """A JPEG of the scene of that name: a key of `SCENES`."""
    picture = Image.new("RGB", SIZE, _SKY)
    SCENES[scene](ImageDraw.Draw(picture))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80, optimize=True)
    return file.getvalue()


def chime() -> bytes:
    """Three seconds of a soft bell, as WAV: what a telephone would have recorded is nobody's voice here."""
    rate = 8000
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        for at in range(3 * rate):
            second = at / rate
            height = math.sin(2 * math.pi * 523 * second) * math.exp(-1.5 * second) * 9000
            sound.writeframesraw(struct.pack("<h", int(height)))
    return file.getvalue()


def _ground(pen: Pen, colour: str = _GRASS, top: int = 430) -> None:
    pen.rectangle((0, top, 960, 720), fill=colour)


def _tree(pen: Pen, x: int, y: int, size: int = 70) -> None:
    pen.rectangle((x - 8, y - size, x + 8, y), fill=_WOOD)
    pen.ellipse((x - size, y - 3 * size, x + size, y - size + 10), fill="#5f8f58")


def _house(pen: Pen, x: int, y: int, width: int = 220) -> None:
    pen.rectangle((x, y - 130, x + width, y), fill=_WALL)
    pen.polygon([(x - 25, y - 130), (x + width // 2, y - 220), (x + width + 25, y - 130)], fill=_ROOF)
    pen.rectangle((x + width // 2 - 25, y - 80, x + width // 2 + 25, y), fill=_WOOD)


def _school(pen: Pen) -> None:
    pen.rectangle((250, 210, 850, 430), fill=_WALL)
    pen.polygon([(220, 210), (550, 110), (880, 210)], fill=_ROOF)
    for x in range(290, 820, 90):
        pen.rectangle((x, 260, x + 50, 330), fill="#6d8ea3")
    pen.rectangle((140, 150, 146, 430), fill="#777777")
    for place, colour in enumerate(("#c23b3b", "#ffffff", "#2f3f7f", "#2f3f7f", "#ffffff", "#c23b3b")):
        pen.rectangle((146, 155 + place * 8, 216, 163 + place * 8), fill=colour)


def _rain(pen: Pen) -> None:
    for x in range(-60, 960, 38):
        for y in range(0, 520, 90):
            pen.line((x + y % 41, y, x + y % 41 - 10, y + 34), fill="#dfe9ef", width=2)


def _person(pen: Pen, x: int, y: int, shirt: str, tall: int = 120) -> None:
    pen.ellipse((x - 18, y - tall, x + 18, y - tall + 36), fill="#c69a6d")
    pen.rounded_rectangle((x - 24, y - tall + 38, x + 24, y - 40), 12, fill=shirt)
    pen.rectangle((x - 18, y - 42, x - 4, y), fill="#39424e")
    pen.rectangle((x + 4, y - 42, x + 18, y), fill="#39424e")


def _drain_blocked(pen: Pen) -> None:
    pen.rectangle((0, 0, 960, 430), fill=_RAIN_SKY)
    _ground(pen, _MUD)
    _school(pen)
    pen.rectangle((0, 450, 960, 640), fill=_WATER)
    for x in range(40, 960, 120):
        pen.arc((x, 500, x + 80, 530), 190, 350, fill="#b9d3e2", width=4)
    pen.polygon([(330, 560), (420, 515), (520, 560), (470, 600), (360, 600)], fill="#6b5637")
    _person(pen, 700, 590, "#e8e8f5", 110)
    _person(pen, 780, 600, "#e8e8f5", 100)
    _rain(pen)


def _drain_clear(pen: Pen) -> None:
    _ground(pen)
    _school(pen)
    pen.rectangle((0, 470, 960, 560), fill="#c9c4b8")
    pen.rectangle((0, 495, 960, 535), fill="#5d6a70")
    pen.rectangle((0, 518, 960, 535), fill=_WATER)
    pen.rectangle((0, 580, 960, 720), fill=_ROAD)
    _person(pen, 640, 690, "#e8e8f5", 110)
    _person(pen, 720, 700, "#e8e8f5", 100)
    _tree(pen, 90, 430)


def _digging(pen: Pen) -> None:
    _ground(pen, _EARTH)
    _school(pen)
    pen.polygon([(0, 520), (960, 470), (960, 600), (0, 660)], fill="#6f5236")
    for x, shirt in ((180, "#c9713b"), (330, "#3d7f6b"), (520, "#3b5f9c"), (690, "#c9713b")):
        _person(pen, x, 560, shirt)
        pen.line((x + 26, 470, x + 70, 600), fill=_WOOD, width=8)


def _bumpy_road(pen: Pen) -> None:
    _ground(pen)
    pen.polygon([(390, 430), (570, 430), (960, 720), (0, 720)], fill=_EARTH)
    for x, y, wide in ((430, 470, 70), (520, 520, 110), (330, 580, 150), (560, 640, 190)):
        pen.ellipse((x, y, x + wide, y + wide // 3), fill="#7a5a39")
        pen.ellipse((x + 8, y + 6, x + wide - 12, y + wide // 3 - 6), fill=_WATER)
    _tree(pen, 150, 440)
    _tree(pen, 820, 450)


def _murky_tap(pen: Pen) -> None:
    pen.rectangle((0, 0, 960, 720), fill="#dfe5df")
    pen.rectangle((440, 120, 480, 330), fill="#9aa3a8")
    pen.rectangle((440, 290, 620, 330), fill="#9aa3a8")
    pen.rectangle((590, 330, 620, 370), fill="#9aa3a8")
    pen.rectangle((596, 370, 614, 520), fill="#b99a5e")
    pen.polygon([(480, 520), (730, 520), (690, 690), (520, 690)], fill="#3f6fae")
    pen.ellipse((490, 500, 720, 545), fill="#b99a5e")


def _dark_lane(pen: Pen) -> None:
    pen.rectangle((0, 0, 960, 720), fill=_DUSK)
    pen.polygon([(420, 430), (540, 430), (860, 720), (100, 720)], fill="#4a4f63")
    pen.polygon([(600, 430), (760, 240), (920, 430)], fill="#8a4a36")
    pen.polygon([(660, 300), (760, 170), (860, 300)], fill=_GOLD)
    pen.rectangle((230, 170, 242, 620), fill="#8b8f99")
    pen.rectangle((242, 180, 320, 190), fill="#8b8f99")
    pen.ellipse((296, 186, 340, 210), fill="#565b6b")


def _lit_lane(pen: Pen) -> None:
    _dark_lane(pen)
    pen.polygon([(318, 205), (150, 640), (520, 640)], fill="#6b6a55")
    pen.ellipse((290, 182, 346, 216), fill="#fff2b0")
    _person(pen, 330, 640, "#d9d4c7", 110)


def _helmets(pen: Pen) -> None:
    _ground(pen, _ROAD)
    _school(pen)
    for x, shirt, helmet in ((300, "#e8e8f5", "#c23b3b"), (520, "#c9713b", "#39424e"), (720, "#3d7f6b", "#d9a441")):
        _person(pen, x, 640, shirt, 150)
        pen.pieslice((x - 28, 478, x + 28, 540), 180, 360, fill=helmet)


def _old_woman(pen: Pen) -> None:
    _ground(pen)
    _house(pen, 120, 470, 320)
    pen.rounded_rectangle((560, 400, 860, 540), 30, fill="#f5f5f5")
    pen.rectangle((560, 470, 860, 540), fill="#3d7f6b")
    for x in (610, 800):
        pen.ellipse((x - 38, 510, x + 38, 586), fill="#39424e")
    _person(pen, 470, 600, "#8a5f8f", 115)
    _person(pen, 530, 600, "#e8e8f5", 135)


def _water_jars(pen: Pen) -> None:
    _ground(pen)
    _house(pen, 90, 450, 300)
    for x in (500, 640, 780):
        pen.ellipse((x - 60, 430, x + 60, 600), fill="#8c5a3c")
        pen.ellipse((x - 42, 425, x + 42, 455), fill=_WATER)
    _person(pen, 420, 630, "#5c9bc4", 150)


def _bins(pen: Pen) -> None:
    _ground(pen)
    _house(pen, 90, 450, 300)
    for x, colour in ((480, "#3d7f6b"), (610, "#d9a441"), (740, "#3b5f9c")):
        pen.polygon([(x, 430), (x + 100, 430), (x + 88, 600), (x + 12, 600)], fill=colour)
        pen.rectangle((x - 8, 412, x + 108, 432), fill="#39424e")


def _fallen_branch(pen: Pen) -> None:
    _ground(pen)
    pen.polygon([(0, 560), (960, 500), (960, 620), (0, 690)], fill=_EARTH)
    _tree(pen, 180, 500, 90)
    pen.line((260, 500, 700, 620), fill=_WOOD, width=26)
    for x, y in ((520, 520), (600, 560), (660, 540), (720, 600)):
        pen.ellipse((x - 60, y - 40, x + 60, y + 40), fill="#5f8f58")


def _paper(pen: Pen) -> None:
    """A signed sheet as a telephone sees it: lines that stand for words, and a signature."""
    pen.rectangle((0, 0, 960, 720), fill="#8c7a63")
    pen.rectangle((210, 30, 750, 700), fill="#fbfaf5")
    for line in range(12):
        pen.rectangle((260, 90 + line * 38, 700 - (line * 53) % 160, 98 + line * 38), fill="#b9b6ad")
    pen.line([(520, 620), (545, 580), (560, 630), (590, 590), (610, 625), (660, 600)], fill="#2f3f7f", width=5)


SCENES: dict[str, Callable[[Pen], None]] = {
    "drain_blocked": _drain_blocked,
    "drain_clear": _drain_clear,
    "digging": _digging,
    "bumpy_road": _bumpy_road,
    "murky_tap": _murky_tap,
    "dark_lane": _dark_lane,
    "lit_lane": _lit_lane,
    "helmets": _helmets,
    "old_woman": _old_woman,
    "water_jars": _water_jars,
    "bins": _bins,
    "fallen_branch": _fallen_branch,
    "paper": _paper,
}
