"""How a security policy names a style or a script that is written into pages."""

import base64
import hashlib
from pathlib import Path


def digest(file: Path) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode()}'"
