from django.core.files.storage import Storage, storages


def document_storage() -> Storage:
    """Where files lie that nobody fetches without being asked who they are; never under the served root."""
    return storages["documents"]
