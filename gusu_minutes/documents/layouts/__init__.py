"""An office's own Word layouts (docxtpl): what they may name, whether they are sound, and how they are filled."""

from gusu_minutes.documents.layouts.fields import DOCUMENTED, fields_of
from gusu_minutes.documents.layouts.package import LayoutError
from gusu_minutes.documents.layouts.rendering import check_layout, fill, render_layout

__all__ = ["DOCUMENTED", "LayoutError", "check_layout", "fields_of", "fill", "render_layout"]
