"""Brings locale/fr up to date with the code and compiles it; says what is left to translate.

Needs gettext (xgettext, msgmerge, msgfmt).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = "locale/fr/LC_MESSAGES/django.po"
IGNORED = ["var", ".venv", "staticfiles", "node_modules", "tests", "benchmarks", "scripts"]


def update(root: Path) -> Path:
    """Extracts and compiles in the checkout at `root`; returns its catalogue."""
    (root / "locale").mkdir(exist_ok=True)
    ignored = [f"--ignore={name}/*" for name in IGNORED]
    django("makemessages", "-l", "fr", "--no-location", "--no-obsolete", "--no-wrap", *ignored, root=root)
    catalogue = root / CATALOGUE
    # A date alone would make a difference out of every extraction.
    catalogue.write_text(re.sub(r'"POT-Creation-Date: .*\n', "", catalogue.read_text("utf-8")), "utf-8")
    django("compilemessages", "-l", "fr", *[f"--ignore={name}" for name in IGNORED], root=root)
    return catalogue


def django(*arguments: str, root: Path) -> None:
    """Runs a command of Django without our settings: reading messages needs no application that starts."""
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-m", "django", *arguments], cwd=root, env=surroundings, check=True)


def main() -> int:
    statistics = subprocess.run(
        ["msgfmt", "--statistics", "-o", os.devnull, str(update(ROOT))], capture_output=True, text=True, check=True
    )
    print(statistics.stderr.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
