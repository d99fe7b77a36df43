"""Requests in other charsets are answered before Django decodes anything in them."""

from io import BytesIO

import pytest

from gusu_minutes.wsgi import application


def ask(content_type: str, query: str = "") -> str:
    """Return the status that the application answers with."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/accessibility/", "QUERY_STRING": query, "CONTENT_TYPE": content_type,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
    }  # fmt: skip
    seen: list[str] = []
    list(application(environ, lambda status, _headers: seen.append(status)))
    return seen[0][:3]


@pytest.mark.parametrize("charset", ["rot13", "hex", "utf-7", "gbk", "none-such"])
def test_other_charsets_are_refused(charset: str) -> None:
    assert ask(f"text/plain; charset={charset}", "q=%2B2AA-") == "400"


@pytest.mark.parametrize(
    "parameter", ["charset*=nope''%41", "x*=nope''%41", "charset*=utf-8''rot13", "charset*=idna''%ff"]
)
def test_a_parameter_that_cannot_be_read_is_refused(parameter: str) -> None:
    assert ask(f"text/plain; {parameter}") == "400"


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", ["", "text/plain", "text/plain; charset=UTF-8", 'a/b; charset="utf-8"'])
def test_ours_is_understood(content_type: str) -> None:
    assert ask(content_type, "q=%E6%96%B9") == "200"
