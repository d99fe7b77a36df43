"""What is packed on its way out: all texts, whatever they are called, and nothing that is packed already."""

import pytest
from django.http import HttpResponse

from gusu_minutes.common.compression import is_text


@pytest.mark.parametrize(
    ("media_type", "packed"),
    [
        ("text/html; charset=utf-8", True),
        ("text/calendar", True),
        ("application/json", True),
        ("application/jsonl; charset=utf-8", True),
        ("application/problem+json", True),
        ("application/atom+xml; charset=utf-8", True),
        ("application/akn+xml; charset=utf-8", True),
        ("application/vnd.oai.openapi+json; charset=utf-8", True),
        ("application/vnd.oai.openapi; charset=utf-8", True),
        ("application/pdf", False),
        ("application/gzip", False),
        ("application/octet-stream", False),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
        ("image/png", False),
    ],
)
def test_texts_are_packed(media_type, packed):
    assert is_text(HttpResponse(b"", content_type=media_type)) is packed
