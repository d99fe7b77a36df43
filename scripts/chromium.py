"""Where Chromium is."""

import shutil


def find_chromium() -> str | None:
    """Return the path of a Chromium that Playwright can drive, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
