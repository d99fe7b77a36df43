"""QR codes (GB/T 18284-2000) for the printed sheet: the same bytes for the same address."""

import io
from typing import Any

import segno

SIZE = 18  # millimetres, without the margin, which the blank sheet around it gives
_PIXELS = 10  # a module's side in a picture: 470 dots per inch and more


def code_of(address: str) -> Any:
    """Return the code of an address: error correction M, for a sheet that is folded and stamped.

    Raises segno.DataOverflowError for an address of more than 2,331 bytes.
    """
    return segno.make(address, error="m", micro=False, boost_error=False)


def as_svg(address: str) -> str:
    return _saved(address, kind="svg", border=0, xmldecl=False, nl=False).decode()


def as_png(address: str) -> bytes:
    return _saved(address, kind="png", border=0, scale=_PIXELS)


def _saved(address: str, **options: Any) -> bytes:
    file = io.BytesIO()
    code_of(address).save(file, **options)
    return file.getvalue()
