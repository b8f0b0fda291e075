"""What only a browser can tell. Needs Chromium; skipped, and said so at the end of the run, where there is none."""

import pytest

from tests import COMMITTED

# The live server works in other threads, so the data is committed.
IN_BROWSER = [pytest.mark.browser, COMMITTED]
