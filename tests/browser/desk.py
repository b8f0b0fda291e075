"""The desk at which articles are written and read: Wagtail's page editor, worked by hand."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

from spaces.blocks import ArticleBodyBlock
from spaces.blocks.tables import TableBlock


class Desk:
    """One person's page editor. Blocks are told apart by their rank in the text, first 0."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def text(self) -> Locator:
        return self.page.locator("[id$=-body-content]")

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]')

    def add(self, kind: str) -> int:
        """Put a block at the end of the text, from the picker, by the name it bears there; gives its rank."""
        rank = int(self.field("body-count").input_value())
        self.text.locator(".c-sf-add-button").last.click()
        label = str(ArticleBodyBlock().child_blocks[kind].label)
        self.page.get_by_role("listbox").get_by_role("option", name=label, exact=True).click()
        self.field(f"body-{rank}-type").wait_for(state="attached")
        assert self.field(f"body-{rank}-type").input_value() == kind
        return rank

    def fill(self, rank: int, **values: str) -> None:
        """Write into the plain fields of a block; `__` goes down a level."""
        for name, value in values.items():
            self.field(f"body-{rank}-value-{name.replace('__', '-')}").fill(value)

    def choose(self, rank: int, name: str, value: str) -> None:
        self.field(f"body-{rank}-value-{name}").select_option(value)

    def write(self, rank: int, words: str, part: str = "") -> None:
        """Type over a rich text: the block itself, or a part of it."""
        kept = self.field("-".join(filter(None, [f"body-{rank}-value", part])))
        kept.locator("xpath=..").get_by_role("textbox").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(words)
        self.page.wait_for_function(
            "([field, words]) => field.value.includes(words)", arg=[kept.element_handle(), words]
        )

    def draw_table(self, rank: int, headings: list[str], cells: list[str]) -> None:
        """A table of one row, all columns of text."""
        block = self.text.locator(".typed-table-block")
        text = str(TableBlock().child_blocks["table"].child_blocks["text"].label)
        for column, heading in enumerate(headings):
            block.locator("[data-append-column]").click()
            block.locator(".add-column-menu").get_by_role("button", name=text, exact=True).click()
            self.fill(rank, **{f"table-column-{column}-heading": heading})
        block.locator("[data-add-row]").first.click()
        for column, cell in enumerate(cells):
            self.fill(rank, **{f"table-cell-0-{column}": cell})

    def upload_photo(self, rank: int, file: Path, title: str, description: str) -> None:
        """Choose a picture for a block by sending a new one."""
        chosen = self.field(f"body-{rank}-value-image-image")
        chosen.locator("xpath=..").locator("[data-chooser-action-choose]").locator("visible=true").click()
        window = self.page.locator(".modal-dialog")
        window.locator("[role=tab][href='#tab-upload']").click()
        window.locator("input[type=file]").set_input_files(file)
        window.locator("[name$=upload-title]").fill(title)
        window.locator("[name$=upload-description]").fill(description)
        window.locator("#tab-upload [type=submit]").click()
        window.wait_for(state="detached")
        self.page.wait_for_function("field => Number(field.value) > 0", arg=chosen.element_handle())

    def press(self, button: str) -> None:
        """Press a button at the foot of the editor, unfolding the others where it is not the first one."""
        foot = self.page.locator("#page-edit-form footer")
        wanted = foot.locator(button).first
        if not wanted.is_visible():
            foot.locator(".w-dropdown__toggle").click()
        wanted.click()

    def save(self) -> None:
        with self.page.expect_navigation():
            self.press(".action-save")

    def submit(self) -> None:
        with self.page.expect_navigation():
            self.press("[name=action-submit]")

    def approve(self) -> None:
        with self.page.expect_navigation():
            self.press("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")

    def may_approve(self) -> bool:
        return self.page.locator("[data-workflow-action-name=approve]").count() > 0

    def give_back(self, reason: str) -> None:
        self.press("[data-workflow-action-name=reject]")
        window = self.page.locator(".modal-dialog")
        window.locator("[name=comment]").fill(reason)
        with self.page.expect_navigation():
            window.locator("[type=submit]").click()
