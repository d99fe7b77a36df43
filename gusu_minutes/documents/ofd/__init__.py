"""Official documents as OFD, the national format for fixed pages (GB/T 33190-2016).

The PDF is set first; its pages are read back glyph by glyph and written again, so that both files show the same page.
"""

from gusu_minutes.documents.ofd.package import to_ofd

__all__ = ["to_ofd"]
