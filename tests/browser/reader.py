"""How the tests move about the site: by its doors, links and forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from playwright.sync_api import Page, Response

from accounts.models import User
from civitac.core.sms import memory

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

    @cached_property
    def awaiting(self) -> Page:
        page = self.new_page()
        ask_for_code(page, "70 12 34 56")
        return page

    @cached_property
    def newcomer(self) -> Page:
        page = self.new_page()
        ask_for_code(page, "76 12 34 56")
        type_code(page)
        return page

    def open(self, exhibit: Exhibit) -> tuple[Page, Response]:
        """The page as it stands once the exhibit has been reached, and the answer it came in."""
        visitors = {Visit.SIGNED_IN: "member", Visit.AWAITING_CODE: "awaiting", Visit.CODE_TYPED: "newcomer"}
        page = getattr(self, visitors.get(exhibit.visit, "stranger"))
        response = page.goto(exhibit.address)
        if exhibit.visit is Visit.SENT_EMPTY:
            form = page.locator("main form[method=post]").first
            with page.expect_navigation() as sent:
                form.evaluate("form => { form.noValidate = true; form.submit(); }")
            response = sent.value
        assert response.status == exhibit.status, f"{exhibit.address} → {response.status}"
        return page, response


def sign_in(page: Page, user: User) -> None:
    page.goto("/compte/connexion/")
    page.locator("main details summary").click()
    form = page.locator("main details form")
    form.locator("input[name=login]").fill(user.email)
    form.locator("input[type=password]").fill(PASSWORD)
    form.locator("button").click()
    page.wait_for_url("**/compte/")


def ask_for_code(page: Page, number: str) -> None:
    page.goto("/compte/connexion/")
    give_number(page, number)


def give_number(page: Page, number: str) -> None:
    page.get_by_label("Numéro de téléphone ou adresse e-mail").first.fill(number)
    page.get_by_role("button", name="Recevoir un code").click()
    page.wait_for_url("**/compte/code/")


def type_code(page: Page) -> None:
    """The code of the last text message that has left."""
    [code] = re.findall(r"\b\d{6}\b", memory.outbox[-1].text)
    page.get_by_label("Les six chiffres du code").fill(code)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(lambda address: not address.endswith("/compte/code/"))


def unfold(page: Page) -> None:
    """Open everything that can be opened, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
