"""What `manage.py check` looks at: that every face has a font, and that the folders named by a setting are there."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _

from gusu_minutes.documents import fonts


def check_fonts(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return an error for each face without a font, a warning for each folder that is not there."""
    found: list[checks.CheckMessage] = [
        checks.Error(_("No font is there for the face “%(face)s”.") % {"face": face}, id="documents.E001")
        for face in fonts.FACES
        if not fonts.chain(face)
    ]
    found += [
        checks.Warning(
            _("GUSU_FONT_DIRS names a folder that is not there: %(folder)s") % {"folder": folder}, id="documents.W001"
        )
        for folder in settings.FONT_DIRS
        if not Path(folder).is_dir()
    ]
    return found
