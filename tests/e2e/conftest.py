"""A real Chromium against the live server. A page that logs an error or asks another host fails its test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from scripts.chromium import find_chromium

# No sandbox: CI runs as root. The rest keeps Chromium from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as e2e."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of the run."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's event loop runs in this thread; the tests themselves are synchronous.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[], Page]]:
    """A function that opens a page with cookies of its own, for tests in which several people take part."""
    faults: list[str] = []
    contexts = []

    def on_console(message: ConsoleMessage) -> None:
        # The status of an answer is judged below, where a test may ask for a page that is not there.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != urlsplit(live_server.url).netloc:
            faults.append(f"request to another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            faults.append(f"{response.status}: {response.url}")

    def open_one() -> Page:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport=WIDE)  # type: ignore[arg-type]
        contexts.append(context)
        context.on("console", on_console)
        context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
        context.on("request", on_request)
        context.on("response", on_response)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(open_page: Callable[[], Page]) -> Page:
    """A page of Chromium on the live server; addresses may be given without the host."""
    return open_page()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, str], None]:
    """Sign a user in without the form: sign_in(page, username)."""

    def sign_in_user(page: Page, username: str) -> None:
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return sign_in_user


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fail with a list of what breaks the rules of accessibility: axe(page)."""

    def judge(page: Page) -> None:
        # Without preload: axe would write imported style sheets into the page, which the policy refuses and reports.
        options = {"resultTypes": ["violations"], "preload": False}
        violations = Axe().run(page, options=options).response["violations"]
        assert not violations, "\n".join(
            f"{page.url} {violation['id']} ({violation['impact']}): {violation['help']}\n    {node['html'][:300]}"
            for violation in violations
            for node in violation["nodes"]
        )

    return judge


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Keep pictures of a page, wide and narrow, to be looked at: screenshot(page, name) writes var/screenshots/."""
    folder = settings.BASE_DIR / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        for suffix, size in (("narrow", NARROW), ("wide", WIDE)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=True)

    return keep
