"""Someone with a phone and no script wants a document, identifies themselves, and reads it."""

from __future__ import annotations

from django.core.files.base import ContentFile

from accounts.models import Consent, User
from data_pages.models import CivitacDocument

from . import IN_BROWSER
from .reader import give_number, type_code

pytestmark = IN_BROWSER


def test_a_newcomer_signs_up_from_a_document_and_lands_on_it(new_page, site):
    document = CivitacDocument.objects.create(title="Budget 2026", file=ContentFile(b"Recettes 12", "budget.txt"))
    page = new_page(320, java_script_enabled=False)
    page.goto(document.url)
    give_number(page, "70 12 34 56")
    type_code(page)
    page.get_by_role("button", name="Ouvrir mon compte").click()
    assert page.url.endswith("/compte/inscription/"), "the box is required"
    page.get_by_label("Je suis d’accord").check()
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.wait_for_url(f"**{document.url}")
    assert page.locator("body").inner_text() == "Recettes 12"
    assert User.objects.get().phone == "+22670123456"
    assert Consent.objects.count() == 1


def test_the_account_page_shows_what_was_agreed_to_and_leads_to_a_password(new_page, site):
    page = new_page(320, java_script_enabled=False)
    page.goto("/compte/")
    give_number(page, "70 12 34 56")
    type_code(page)
    page.get_by_label("Je suis d’accord").check()
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.wait_for_url("**/compte/")
    assert page.get_by_text("Avoir un compte").is_visible()
    page.get_by_role("link", name="Choisissez un mot de passe").click()
    for field in page.locator("input[type=password]").all():
        field.fill("baobab-karite-2026")
    page.get_by_role("button", name="Garder ce mot de passe").click()
    page.wait_for_url("**/compte/")
    assert User.objects.get().check_password("baobab-karite-2026")
