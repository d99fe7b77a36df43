"""Where LibreOffice is."""

import shutil


def find_libreoffice() -> str | None:
    """Return the path of the program that converts old Word files, or None."""
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
