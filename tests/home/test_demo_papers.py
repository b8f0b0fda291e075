"""The demonstration's documents: invented and said to be, printed as they are written, with sums that are right."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from home.demo.papers import FOLDER
from home.demo.reading import Paper, read_content
from scripts.render_papers import MARK

PAPERS = read_content().papers
LARGEST = 60_000  # bytes


def text_of(paper: Paper) -> str:
    with pypdfium2.PdfDocument(FOLDER / f"{paper.slug}.pdf") as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def folded(text: str) -> str:
    """Letters and digits alone: lines are cut where the paper ends."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)
def test_a_paper_says_that_it_is_invented(paper):
    assert "(exemple)" in paper.title
    assert re.search("fictif|fictive", paper.summary, re.IGNORECASE)
    if not paper.scanned:
        assert MARK in text_of(paper)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)
def test_the_printed_file_says_what_is_written(paper):
    """After a change of the text, `scripts/render_papers.py` prints the file again."""
    printed = folded(text_of(paper))
    if paper.scanned:
        assert not printed
        return
    for block in paper.body:
        for value in block.values():
            for text in value if isinstance(value, list) else [value]:
                for cell in text if isinstance(text, list) else [text]:
                    if not isinstance(cell, bool):
                        assert folded(str(cell)) in printed, cell


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)
def test_sums_are_right(paper):
    for table in (block for block in paper.body if block.get("total")):
        *lines, total = table["rows"]
        for column, value in enumerate(total):
            if isinstance(value, int):
                assert sum(line[column] for line in lines) == value, table["caption"]


def test_files_are_light_and_none_is_left_over():
    files = {path.stem: path.stat().st_size for path in FOLDER.glob("*.pdf")}
    assert set(files) == {paper.slug for paper in PAPERS}
    assert max(files.values()) <= LARGEST


def test_the_papers_are_of_the_kinds_that_authorities_publish():
    kinds = {paper.kind for paper in PAPERS}
    assert kinds >= {"budget-primitif", "compte-administratif", "proces-verbal", "deliberation", "convention"}
    assert {paper.visibility for paper in PAPERS} == {"public", "identified", "members"}
    assert sum(paper.scanned for paper in PAPERS) == 1
    assert len(PAPERS) - sum(bool(paper.replaces) for paper in PAPERS) >= 12
