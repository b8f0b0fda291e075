"""Brings locale/fr up to date with the code and compiles it; says what is left to translate.

Needs gettext (xgettext, msgmerge, msgfmt).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale/fr/LC_MESSAGES/django.po"
IGNORED = ["var", ".venv", "staticfiles", "node_modules", "tests", "benchmarks", "scripts"]


def main() -> int:
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "civitac.settings.test"}
    ignored = [f"--ignore={name}/*" for name in IGNORED]
    make = ["makemessages", "-l", "fr", "--no-location", "--no-obsolete", "--no-wrap", *ignored]
    for arguments in (make, ["compilemessages", "-l", "fr", *[f"--ignore={name}" for name in IGNORED]]):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=surroundings, check=True)
    statistics = subprocess.run(
        ["msgfmt", "--statistics", "-o", os.devnull, str(CATALOGUE)], capture_output=True, text=True, check=True
    )
    print(statistics.stderr.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
