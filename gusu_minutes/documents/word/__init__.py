"""The Word renderer: an official document as a .docx that an office prints and edits without touching its layout."""

from gusu_minutes.documents.word.render import to_word

__all__ = ["to_word"]
