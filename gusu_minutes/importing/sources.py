"""What may be given in, and what to say to the person whose file cannot be read."""

from django.utils.translation import gettext_lazy as _

from gusu_minutes.importing.parser import SourceError, read_source

# The longest minutes seen have 30,000; a pasted book is a mistake, and takes the parser many seconds.
MAX_CHARACTERS = 300_000

_SENTENCES = {
    "empty": _("The file has no text in it."),
    "too_large": _("The file is larger than 20 MB. Take pictures and attachments out of it."),
    "too_long": _("The text has more than 300,000 characters: these are not the minutes of one meeting."),
    "null": _("The text contains null characters: it is not plain text. Upload the file."),
    "not_docx": _("This is not a Word document, or it is damaged. Open it in Word or WPS and save it anew as .docx."),
    "legacy_word": _(
        "This is an old Word or WPS file. Open it in Word or WPS, save it as .docx, and give in that file."
    ),
    "macros": _("The document may contain macros. Save it as .docx without macros."),
    "encrypted": _("The document is protected by a password. Save it without one."),
    "picture": _("This is a picture, not a document. Give in a file with text in it."),
    "unknown_type": _("Files of this type cannot be read. Give in a .docx or .txt file, or paste the text."),
    "undecodable": _("The text is neither UTF-8 nor UTF-16 nor GB18030. Save it as UTF-8, or paste it."),
    "zip_bomb": _("The document unpacks to far too much and is not opened. Open it in Word or WPS and save it anew."),
    "unsafe_path": _("The document is built in an unsafe way and is not opened. Save it anew in Word or WPS."),
    "external_entity": _("The document is built in an unsafe way and is not opened. Save it anew in Word or WPS."),
}


def text_of_file(data: bytes, name: str) -> str:
    """Return the text of a .txt or .docx file. Raises SourceError for what cannot be read or is no minutes' length."""
    text = read_source(data, name)
    if not text.strip():
        raise SourceError("empty", "The file has no text in it.")
    if "\0" in text:
        raise SourceError("null", "The text contains null characters.")
    if len(text) > MAX_CHARACTERS:
        raise SourceError("too_long", "The text has more than 300,000 characters.")
    return text


def explain(error: SourceError) -> str:
    """Return a sentence for the person who gave the file in: what is wrong with it, and what to do."""
    return str(_SENTENCES.get(error.code, error))
