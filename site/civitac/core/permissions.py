"""Which of Wagtail's actions stand for seeing a row in a list and for being offered it in a chooser."""

SEEN = ("change", "delete", "view")
OFFERED = ("choose", "change")
