"""Typing figures as in a spreadsheet: the keyboard, a pasted block, and the same form where no script runs."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page
from wagtail.models import Collection

from data_pages.models import Indicator, Observation, StatisticTable

from . import IN_BROWSER
from .reader import sign_in

pytestmark = IN_BROWSER

YEAR = timezone.localdate().year
PASTE = """
(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def table(space_a) -> StatisticTable:
    table = StatisticTable.objects.create(
        title="Points d’eau", source="Mairie (exemple)", collection=Collection.objects.get(pk=space_a.collection_id)
    )
    for name in ("Forages", "Puits"):
        table.indicators.add(
            Indicator.objects.create(code=name.lower(), name=name, definition=f"{name} (exemple).", unit="ouvrages")
        )
    return table


def open_grid(page: Page, editor) -> None:
    """By the list of tables, as an editor comes to it."""
    sign_in(page, editor)
    page.goto("/admin/snippets/data_pages/statistictable/")
    page.get_by_role("link", name="Saisir les chiffres").first.click()
    page.get_by_role("button", name="Enregistrer les chiffres").wait_for()


def cell(page: Page, indicator: str, year: int) -> Locator:
    return page.get_by_label(f"{indicator}, Ouahigouya, {year}", exact=True)


def figures() -> list[tuple[str, str, int, str]]:
    rows = Observation.objects.order_by("indicator__code", "period")
    return [
        (code, period, value if value is None else int(value), status)
        for code, period, value, status in rows.values_list("indicator__code", "period", "value", "status")
    ]


def test_the_keyboard_moves_as_in_a_spreadsheet(new_page, editor, table):
    page = new_page()
    open_grid(page, editor)
    cell(page, "Forages", YEAR - 2).click()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.keyboard.type("13 p")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("14")
    page.keyboard.press("Tab")
    page.keyboard.type("7")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("6")
    page.keyboard.press("ArrowLeft")  # inside the text first: the cursor stands after what was typed
    page.keyboard.press("ArrowLeft")
    assert cell(page, "Forages", YEAR - 1).evaluate("input => input === document.activeElement")
    page.get_by_role("button", name="Enregistrer les chiffres").click()
    page.get_by_text("5 chiffres enregistrés").wait_for()
    assert figures() == [
        ("forages", f"{YEAR - 2}", 12, "A"),
        ("forages", f"{YEAR - 1}", 13, "P"),
        ("forages", f"{YEAR}", 14, "A"),
        ("puits", f"{YEAR - 1}", 6, "A"),
        ("puits", f"{YEAR}", 7, "A"),
    ]


def test_a_block_copied_from_a_spreadsheet_fills_the_cells(new_page, editor, table):
    page = new_page()
    open_grid(page, editor)
    cell(page, "Forages", YEAR - 2).evaluate(PASTE, "1 012\t5\r\n1 013\tnd\r\n\t7\t9\r\n1\t1\r\n")
    page.get_by_role("button", name="Enregistrer les chiffres").click()
    page.get_by_text("5 chiffres enregistrés").wait_for()
    assert figures() == [
        ("forages", f"{YEAR - 2}", 1012, "A"),
        ("forages", f"{YEAR - 1}", 1013, "A"),
        ("puits", f"{YEAR - 2}", 5, "A"),
        ("puits", f"{YEAR - 1}", None, "M"),
        ("puits", f"{YEAR}", 7, "A"),
    ]


def test_what_of_a_block_finds_no_cell_is_told(new_page, editor, table):
    page = new_page()
    open_grid(page, editor)
    told = page.get_by_text("Une partie du bloc collé dépasse la grille")
    cell(page, "Forages", YEAR).evaluate(PASTE, "1\t2\t\r\n\t\r\n")
    assert not told.is_visible()
    cell(page, "Forages", YEAR).evaluate(PASTE, "1\t2\r\n3\t4\r\n")
    told.wait_for()


def test_figures_that_are_not_saved_are_not_left_without_a_word(new_page, editor, table):
    page = new_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    open_grid(page, editor)
    cell(page, "Forages", YEAR).click()
    page.keyboard.type("12")
    page.get_by_role("link", name="Journal des chiffres").click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert cell(page, "Forages", YEAR).input_value() == "12"
    page.get_by_role("button", name="Enregistrer les chiffres").click()
    page.get_by_text("1 chiffre enregistré").wait_for()
    page.get_by_role("link", name="Journal des chiffres").click()
    page.wait_for_url("**/journal/**")
    assert asked == ["beforeunload"]


def test_a_wrong_cell_is_corrected_where_it_stands(new_page, editor, table):
    page = new_page()
    open_grid(page, editor)
    cell(page, "Forages", YEAR).fill("beaucoup")
    cell(page, "Puits", YEAR).fill("7")
    page.get_by_role("button", name="Enregistrer les chiffres").click()
    page.get_by_role("alert").get_by_role("link", name=f"Forages, Ouahigouya, {YEAR}").click()
    assert cell(page, "Puits", YEAR).input_value() == "7"
    cell(page, "Forages", YEAR).fill("12")
    page.get_by_role("button", name="Enregistrer les chiffres").click()
    page.get_by_text("2 chiffres enregistrés").wait_for()
    assert len(figures()) == 2


def test_the_grid_is_a_plain_form_where_no_script_runs(new_page, editor, table):
    page = new_page(java_script_enabled=False)
    sign_in(page, editor)
    page.goto(f"/admin/snippets/data_pages/statistictable/figures/{table.pk}/")
    cell(page, "Forages", YEAR).fill("12")
    page.get_by_role("button", name="Enregistrer les chiffres").click()
    assert cell(page, "Forages", YEAR).input_value() == "12"
    assert figures() == [("forages", f"{YEAR}", 12, "A")]
