import pytest

# For a test that commits: what migrations made comes back for the next one.
COMMITTED = pytest.mark.django_db(transaction=True, serialized_rollback=True)
