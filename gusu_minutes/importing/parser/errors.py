"""Why a file could not be read."""

from __future__ import annotations


class SourceError(ValueError):
    """A file that is refused. `code` is for programs (and for the translated message), `str(error)` says it in English.

    Codes of any file: empty, too_large, too_long, unknown_type, picture, program, archive, web_page, encrypted,
    state_secret.
    Of Word files: not_docx, spreadsheet, presentation, ofd, macros, zip_bomb, unsafe_path, external_entity, legacy_word
    (has to be converted first), legacy_word_failed. Of PDF files: not_pdf, no_text (a scan), no_characters,
    too_many_pages, pdf_bomb, too_complex. Of plain text: undecodable, null.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
