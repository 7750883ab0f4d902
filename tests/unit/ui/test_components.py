"""The components of the pages: what they say, and that nothing in them needs an exception to the policy."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

import nippu
from nippu.ui.frame import Addresses, Frame, Member

PACKAGE = Path(nippu.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/jinja2/**/*.html"))
SHEETS = sorted(PACKAGE.glob("ui/static/ui/*"))
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)|javascript:""")


def macros(name):
    return engines["jinja2"].env.get_template(name).module


def strip(members, kind):
    with translation.override("fi"):
        return " ".join(str(macros("ui/people.html").strip(members, kind)).split())


RIINA = Member(
    name="Riina Lehtovaara", age=33, identity_code="120493-••••", reveal_url="/x", ban="Turvakielto"
)
JARNO = Member(name="Jarno <Saarela>", age=36)


def test_a_joint_case_says_so_and_names_all_its_members():
    html = strip([RIINA, JARNO], "joint")
    assert "<b>Yhteinen asia</b>" in html
    assert "2 asiakasta" in html
    assert "Riina Lehtovaara ja Jarno &lt;Saarela&gt;" in html


def test_a_case_of_ones_own_says_so():
    assert "<b>Oma asia</b>" in strip([RIINA], "own")
    assert "<b>" not in strip([RIINA], "client")


def test_a_security_ban_stands_beside_the_name():
    name, _mark, rest = strip([RIINA], "client").partition("Turvakielto")
    assert "Riina Lehtovaara" in name
    assert "<ul>" in rest


def test_names_are_never_markup():
    assert "<Saarela>" not in strip([JARNO], "client")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_style_or_a_script_of_its_own(template):
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_template_can_be_read(template):
    folder = next(parent for parent in template.parents if parent.name == "jinja2")
    name = template.relative_to(folder).as_posix()
    assert engines["jinja2"].env.get_template(name).name == name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_and_scripts_fetch_nothing_from_elsewhere(sheet):
    assert re.findall(r"""url\(["']?(?:https?:)?//|fetch\(["']https?:""", sheet.read_text()) == []


def test_the_frame_shows_who_acts_and_leaves_out_what_has_no_address():
    frame = Frame(addresses=Addresses(), role="Sosiaalityöntekijä", unit="Itä", banner="Demo.")
    env = engines["jinja2"].env
    with translation.override("fi"):
        html = env.get_template("ui/base.html").render(frame=frame)
    assert "Sosiaalityöntekijä" in html
    assert "Demo." in html
    assert 'role="search"' not in html
    assert "Kirjaudu ulos" not in html
    assert '<html lang="fi">' in html
