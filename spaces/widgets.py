"""Fields of the article's form that Wagtail has in another shape."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wagtail.admin.widgets import AdminAutoHeightTextInput


class WholeTitle(AdminAutoHeightTextInput):
    """A title shown whole, on as many lines as it takes; it is one line of text all the same."""

    def value_from_datadict(self, data: Mapping[str, object], files: Mapping[str, object], name: str) -> str | None:
        typed = super().value_from_datadict(data, files, name)
        return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", typed) if typed else typed
