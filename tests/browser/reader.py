"""How the tests move about the site: by its doors, links and forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from playwright.sync_api import Page, Response

from accounts.models import User

from ..conftest import PASSWORD
from .exhibits import Exhibit, Visit


class Reader:
    """Someone who opens exhibits on one screen; for those that ask for it, a second browser has signed in."""

    def __init__(self, new_page: Callable[[], Page]) -> None:
        self.new_page = new_page

    @cached_property
    def stranger(self) -> Page:
        return self.new_page()

    @cached_property
    def member(self) -> Page:
        page = self.new_page()
        sign_in(page, User.objects.get(is_superuser=True))
        return page

    def open(self, exhibit: Exhibit) -> tuple[Page, Response]:
        """The page as it stands once the exhibit has been reached, and the answer it came in."""
        page = self.member if exhibit.visit is Visit.SIGNED_IN else self.stranger
        response = page.goto(exhibit.address)
        if exhibit.visit is Visit.SENT_EMPTY:
            form = page.locator("main form[method=post]")
            with page.expect_navigation() as sent:
                form.evaluate("form => { form.noValidate = true; form.submit(); }")
            response = sent.value
        assert response.status == exhibit.status, f"{exhibit.address} → {response.status}"
        return page, response


def sign_in(page: Page, user: User) -> None:
    page.goto("/compte/connexion/")
    page.locator("input[type=email], input[name=login]").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/compte/")


def unfold(page: Page) -> None:
    """Open everything that can be opened, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
