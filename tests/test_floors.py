"""Imports run downwards only; rooms on one floor do not know each other; files stay short."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {
    "home": 5,
    "alerts": 4,
    "forum": 4,
    "data_pages": 4,
    "spaces": 3,
    "media_library": 2,
    "territories": 1,
    "accounts": 1,
    "civitac.core": 0,
}
LONGEST_FILE = 400


def room_of(module: str) -> str | None:
    if module.startswith("civitac."):
        return "civitac.core" if module.startswith("civitac.core") else None
    first = module.split(".")[0]
    return first if first in FLOORS else None


def sources() -> list[Path]:
    folders = [ROOT / room for room in FLOORS if "." not in room] + [ROOT / "site/civitac/core"]
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and folder.exists()
    )


def module_name(path: Path) -> str:
    relative = path.relative_to(ROOT / "site" if "site" in path.relative_to(ROOT).parts else ROOT)
    return ".".join(relative.with_suffix("").parts)


def imported(path: Path) -> set[str]:
    """Absolute names of the modules that a file imports, wherever the import stands."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_a_module_imports_only_from_its_room_and_the_floors_below(path):
    own = room_of(module_name(path))
    for name in imported(path):
        other = room_of(name)
        if other and other != own:
            assert FLOORS[other] < FLOORS[own], f"{module_name(path)} imports {name}"


def test_files_stay_short():
    long = {
        module_name(path): lines for path in sources() if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long


def test_the_map_of_floors_knows_every_room():
    apps = {path.parent for path in ROOT.glob("*/apps.py")}
    assert {app.name for app in apps} <= set(FLOORS)
