"""Every page is valid HTML, says the Nu Html Checker of the W3C (`VNU_JAR`: where its jar is; needs Java 17)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from . import IN_BROWSER

JAR = os.environ.get("VNU_JAR", "")

pytestmark = [
    *IN_BROWSER,
    pytest.mark.skipif(
        not (JAR and shutil.which("java")),
        reason="HTML was not checked: VNU_JAR does not name the jar of the Nu Html Checker, or Java is absent",
    ),
]


def errors(folder: Path) -> dict[str, list[str]]:
    """What the checker holds against each file of a folder."""
    command = ["java", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", "--errors-only", str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = {}
    for error in json.loads(answer)["messages"]:
        name = Path(unquote(urlsplit(error["url"]).path)).stem
        found.setdefault(name, []).append(f"{error['message']} ⟨{error.get('extract', '')}⟩")
    return found


def test_every_page_is_valid(reader, exhibits, tmp_path):
    someone = reader(1280)
    for exhibit in exhibits:
        _page, answer = someone.open(exhibit)
        (tmp_path / f"{exhibit.name}.html").write_text(answer.text())
    assert len(list(tmp_path.iterdir())) == len(exhibits)
    assert errors(tmp_path) == {}


def test_the_checker_finds_what_is_wrong(tmp_path):
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=fr><title>Faux</title><p><ul></ul></p></html>")
    assert list(errors(tmp_path)) == ["wrong"]
