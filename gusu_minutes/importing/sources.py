"""What may be given in, and what to say to the person whose file cannot be read."""

import re
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from gusu_minutes.importing.legacy import convert_legacy
from gusu_minutes.importing.parser import SourceError, read_source

# The longest minutes seen have 30,000; a pasted book is a mistake, and takes the parser many seconds.
MAX_CHARACTERS = 300_000

# For the dialog in which a file is chosen; what a file is, its content says.
ACCEPTED = ".docx,.pdf,.txt,.doc,.wps,.rtf"

# GB/T 9704-2012 §7.2.2: the classification, with or without its term; a copy number may stand before it.
_STATE_SECRET = re.compile(r"(?:\d{1,6}\s+)?[绝絕机機秘]\s*密(?:\s*[★☆*]\s*\S{0,12})?")
_HEAD_LINES = 15

_UNSAFE = _("The document is built in an unsafe way and is not opened. Save it anew in Word or WPS.")
_SENTENCES = {
    "empty": _("The file has no text in it."),
    "too_large": _("The file is larger than 20 MB. Take pictures and attachments out of it."),
    "too_long": _("The text has more than 300,000 characters: these are not the minutes of one meeting."),
    "state_secret": _(
        "The text is marked as a state secret (绝密, 机密 or 秘密). "
        "Such documents have no place in this program and are not taken in."
    ),
    "null": _("The text contains null characters: it is not plain text. Upload the file."),
    "not_docx": _("This is not a Word document, or it is damaged. Open it in Word or WPS and save it anew as .docx."),
    "legacy_word": _(
        "This is an old Word or WPS file. Open it in Word or WPS, save it as .docx, and give in that file."
    ),
    "legacy_word_failed": _(
        "This old Word or WPS file could not be converted. "
        "Open it in Word or WPS, save it as .docx, and give in that file."
    ),
    "macros": _("The document may contain macros. Save it as .docx without macros."),
    "encrypted": _("The document is protected by a password. Save it without one."),
    "picture": _("This is a picture, not a document. Give in a file with text in it."),
    "program": _("This is a program, not a document. Give in the minutes as .docx, .pdf or .txt."),
    "archive": _("This is a packed archive. Unpack it and give in the document inside."),
    "web_page": _("This is a web page. Open it in Word or WPS and save it as .docx, or paste the text."),
    "spreadsheet": _("This is a spreadsheet. Give in the minutes as .docx, .pdf or .txt, or paste the text."),
    "presentation": _("This is a presentation. Give in the minutes as .docx, .pdf or .txt, or paste the text."),
    "ofd": _("This is an OFD file. Export it as PDF in your OFD reader, or give in the Word file."),
    "unknown_type": _("Files of this type cannot be read. Give in a .docx, .pdf or .txt file, or paste the text."),
    "undecodable": _("The text is neither UTF-8 nor UTF-16 nor GB18030. Save it as UTF-8, or paste it."),
    "zip_bomb": _("The document unpacks to far too much and is not opened. Open it in Word or WPS and save it anew."),
    "unsafe_path": _UNSAFE,
    "external_entity": _UNSAFE,
    "not_pdf": _("This is not a PDF, or it is damaged. Export it anew, or give in the Word file."),
    "no_text": _(
        "This PDF holds only pictures of pages (a scan). Run text recognition (OCR) over it, or give in the Word file."
    ),
    "no_characters": _(
        "The text of this PDF cannot be told from its glyphs. Give in the Word file, or paste the text."
    ),
    "too_many_pages": _("The PDF has more than 300 pages. Give in only the minutes of one meeting."),
    "pdf_bomb": _("The PDF unpacks to far too much and is not opened. Export it anew, or give in the Word file."),
    "too_complex": _("The PDF takes too long or too much memory to read. Export it anew, or give in the Word file."),
}


def read_file(data: bytes, name: str) -> str:
    """Return the text of a file; old Word files are converted first. Raises SourceError."""
    try:
        return read_source(data, name)
    except SourceError as error:
        if error.code != "legacy_word":
            raise
    return read_source(convert_legacy(data, PurePath(name).suffix.lower()), "converted.docx")


def text_of_file(data: bytes, name: str) -> str:
    """Return the text of a file. Raises SourceError for what cannot be read or is no minutes' length."""
    text = read_file(data, name)
    if not text.strip():
        raise SourceError("empty", "The file has no text in it.")
    if "\0" in text:
        raise SourceError("null", "The text contains null characters.")
    if len(text) > MAX_CHARACTERS:
        raise SourceError("too_long", "The text has more than 300,000 characters.")
    refuse_state_secret(text)
    return text


def refuse_state_secret(text: str) -> None:
    """Raise SourceError if the head of a text bears a mark of the 保守国家秘密法, alone on its line: 机密★1年."""
    if any(_STATE_SECRET.fullmatch(line.strip()) for line in text.splitlines()[:_HEAD_LINES]):
        raise SourceError("state_secret", "The text is marked as a state secret.")


def explain(error: SourceError) -> str:
    """Return a sentence for the person who gave the file in: what is wrong with it, and what to do."""
    return explain_code(error.code) or str(error)


def explain_code(code: str) -> str:
    """Return the sentence of a SourceError's code; empty for one that has none."""
    return str(_SENTENCES.get(code, ""))
