"""The pages of docs/ are up to date, tell of every setting, and link to what exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SETTING = re.compile(r'environ(?:\.get|\.setdefault)?[\[(]\s*"(\w+)"|"(\w+)"\s+(?:not\s+)?in\s+os\.environ')
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PATH", "CI", "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH"}


def test_the_pages_made_of_the_code_are_as_the_code_is_now():
    command = [sys.executable, ROOT / "tools" / "docs.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_every_setting_is_told_of_and_no_other():
    sources = (path.read_text() for path in (ROOT / "nippu").rglob("*.py"))
    used = {name for source in sources for pair in SETTING.findall(source) for name in pair if name}
    told = re.findall(r"^\| `(\w+)`", (ROOT / "docs/reference/settings.md").read_text(), flags=re.MULTILINE)
    assert set(told) == used - NOT_OURS


@pytest.mark.parametrize("page", PAGES, ids=[path.relative_to(ROOT).as_posix() for path in PAGES])
def test_links_lead_to_files_that_are_there(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing


def test_the_guide_for_developers_tells_of_every_folder():
    text = (ROOT / "docs/guide/adding.md").read_text()
    folders = {path.parent.name for path in (ROOT / "nippu").glob("*/__init__.py")}
    assert not [folder for folder in sorted(folders) if f"`{folder}`" not in text]


def test_the_list_of_decisions_names_each_decision():
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (ROOT / "docs/adr/README.md").read_text()))
    assert listed == {path.name for path in (ROOT / "docs/adr").glob("0*.md")}


@pytest.mark.parametrize("path", sorted((ROOT / "docs/adr").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_tells_context_decision_and_consequences_on_one_page(path):
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    assert re.match(rf"# {int(path.stem[:4])}\. .+\n\n\d{{4}}-\d\d-\d\d[,;] ", text)
    assert len(text.splitlines()) <= 60
