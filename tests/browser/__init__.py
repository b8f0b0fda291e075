"""What only a browser can tell. Needs Chromium; skipped, and said so at the end of the run, where there is none."""

import pytest

# The live server works in other threads, so the data is committed; what migrations made comes back for each test.
IN_BROWSER = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
