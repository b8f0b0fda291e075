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
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "civitac.settings.test"}
    ignored = [f"--ignore={name}/*" for name in IGNORED]
    make = ["makemessages", "-l", "fr", "--no-location", "--no-obsolete", "--no-wrap", *ignored]
    run(make, root, surroundings)
    catalogue = root / CATALOGUE
    # A date alone would make a difference out of every extraction.
    catalogue.write_text(re.sub(r'"POT-Creation-Date: .*\n', "", catalogue.read_text("utf-8")), "utf-8")
    run(["compilemessages", "-l", "fr", *[f"--ignore={name}" for name in IGNORED]], root, surroundings)
    return catalogue


def run(arguments: list[str], root: Path, surroundings: dict[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=root, env=surroundings, check=True)


def main() -> int:
    statistics = subprocess.run(
        ["msgfmt", "--statistics", "-o", os.devnull, str(update(ROOT))], capture_output=True, text=True, check=True
    )
    print(statistics.stderr.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
