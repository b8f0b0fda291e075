"""How a security policy names a style or a script that is written into pages."""

import base64
import hashlib
from pathlib import Path


def digest(*files: Path) -> str:
    """Of files written one behind the other into one element."""
    written = b"".join(file.read_bytes() for file in files)
    return f"'sha256-{base64.b64encode(hashlib.sha256(written).digest()).decode()}'"
