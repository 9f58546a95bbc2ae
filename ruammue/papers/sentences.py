"""What this room says when it refuses a file or a format, and for the spreadsheets of the foundation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ruammue.foundation import sheets
from ruammue.foundation.refusals import says
from ruammue.papers import attachments, photos, render, voice

MEGABYTE = 1024 * 1024


def _not_a_sheet(data: Mapping[str, Any]) -> str:
    return {
        "empty": _("The file is empty. Choose it once more."),
        "text": _(
            "This is a text file (CSV) with another name. Open it in Excel, choose “Save as”, "
            "then “Excel Workbook (.xlsx)”, and send that file."
        ),
        "old_xls": _(
            "This is an Excel file of the old kind (.xls). Open it in Excel, choose “Save as”, "
            "then “Excel Workbook (.xlsx)”, and send that file."
        ),
        "encrypted": _("The file is locked with a password. Take the password off in Excel and send it again."),
        "other_zip": _("This is not an Excel file. Choose a file that ends in .xlsx."),
        "damaged": _("The file is damaged and cannot be read. Open it in Excel, save it anew, and send it again."),
        "other": _("This is not an Excel file. Choose a file that ends in .xlsx."),
    }[data["found"]]


def _file_too_big(data: Mapping[str, Any]) -> str:
    if data["unpacked"]:
        return _("The file unpacks to far more than a list needs. Copy only the table into a new file and send that.")
    return _("The file has %(size)d MB; a list may have %(limit)d MB. Take pictures out of it and send it again.") % {
        "size": -(-data["size"] // MEGABYTE),
        "limit": data["limit"] // MEGABYTE,
    }


def _not_a_photo(data: Mapping[str, Any]) -> str:
    return {
        "empty": _("The picture is empty: nothing arrived. Choose it once more."),
        "other": _("This file is not a picture. Choose a photo (JPG or PNG)."),
        "damaged": _("The picture is damaged. Take it again, or choose another one."),
    }[data["found"]]


def _not_a_paper(data: Mapping[str, Any]) -> str:
    return {
        "empty": _("The file is empty. Choose it once more."),
        "too_big": _("The paper is larger than 20 MB. Scan it in grey, or photograph it page by page."),
        "macros": _("This file holds small programs (macros), which can do harm. Save it as PDF and choose that."),
        "other": _(
            "This file is not a paper that can be kept. Choose a PDF, a Word or Excel file, or a photo (JPG or PNG)."
        ),
    }[data["found"]]


def _not_a_voice(data: Mapping[str, Any]) -> str:
    return {
        "empty": _("The recording is empty: nothing arrived. Record it once more."),
        "other": _("This file is not a voice recording. Choose a recording of the phone, or send a voice note again."),
    }[data["found"]]


says(sheets.NotASheet, _not_a_sheet)
says(sheets.FileTooBig, _file_too_big)
says(
    sheets.TooManyRows,
    lambda data: _("The list has more than %(limit)d rows. Split it into several files.") % {"limit": data["limit"]},
)
says(
    sheets.NoRows,
    lambda data: _("There is no row under a header in this file. The first row of the table must name the columns."),
)
says(
    sheets.NoSuchSheet,
    lambda data: (
        _("There is no sheet “%(sheet)s” in this file. There are: %(sheets)s.")
        % {"sheet": data["sheet"], "sheets": ", ".join(data["sheets"])}
    ),
)
says(
    photos.PhotoTooBig,
    lambda data: (
        _("The picture has %(size)d MB; at most %(limit)d MB can be sent. Choose a smaller one.")
        % {"size": -(-data["size"] // MEGABYTE), "limit": data["limit"] // MEGABYTE}
    ),
)
says(
    photos.PhotoTooManyPixels,
    lambda data: _("The picture is far larger than a phone takes. Send a photo taken with the phone's camera."),
)
says(
    photos.PhotoIsHeic,
    lambda data: _(
        "This photo is in the iPhone's own format (HEIC), which others cannot open. On the iPhone open Settings, "
        "Camera, Formats, and choose “Most Compatible”; then take the picture again. Or send it by LINE first and "
        "save it from there."
    ),
)
says(photos.NotAPhoto, _not_a_photo)
says(attachments.NotAPaper, _not_a_paper)
says(
    voice.VoiceTooBig,
    lambda data: (
        _("The recording has %(size)d MB; at most %(limit)d MB can be sent. Speak in two shorter parts.")
        % {"size": -(-data["size"] // MEGABYTE), "limit": data["limit"] // MEGABYTE}
    ),
)
says(voice.NotAVoice, _not_a_voice)
says(
    render.NoSuchFormat,
    lambda data: (
        _("This paper cannot be had as %(wanted)s. Choose one of these: %(formats)s.")
        % {"wanted": data["wanted"].upper(), "formats": ", ".join(name.upper() for name in data["formats"])}
    ),
)
