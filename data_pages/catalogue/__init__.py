"""The database for machines: DCAT catalogue, data packages and the read-only JSON interface."""
