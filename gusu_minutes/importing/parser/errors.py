"""Why a file could not be read."""

from __future__ import annotations


class SourceError(ValueError):
    """A file that is refused. `code` is for programs (and for the translated message), `str(error)` says it in English.

    Codes: empty, too_large, zip_bomb, not_docx, unsafe_path, external_entity, macros, encrypted, legacy_word,
    picture, unknown_type, undecodable.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
