"""The mail server, as one variable of the environment names it."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class MailServer(NamedTuple):
    """What Django's settings take: `starttls` begins plain, `tls` does not."""

    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server(url: str) -> MailServer:
    """Return the server of `console:`, `smtp://…`, `smtp+tls://…` or `smtps://user:password@host:port`.

    Raises ImproperlyConfigured for anything else; the message does not repeat the address, which holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("GUSU_EMAIL_URL is not an address.") from None
    if parts.scheme == "console":
        return MailServer("django.core.mail.backends.console.EmailBackend")
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ImproperlyConfigured("GUSU_EMAIL_URL begins with console:, smtp://, smtp+tls:// or smtps://.")
    return MailServer(
        _SMTP,
        parts.hostname,
        port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )
