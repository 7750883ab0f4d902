"""The form of any national structure: fields in sections, with what is written, missing and wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nippu.base.texts import Language
from nippu.structures.findings import Finding, Problem
from nippu.structures.tree import Field, Structure
from nippu.ui import form_choices as codes
from nippu.ui.form_build import Builder
from nippu.ui.form_fields import element_id
from nippu.ui.form_views import (
    Control,
    FormView,
    Group,
    Kind,
    Label,
    Node,
    Point,
    Repeat,
    Section,
    State,
    controls_of,
    names_of,
)

FAMILY_NAME, GIVEN_NAMES = "sukunimi", "etunimet"
FIRST_SIGHT = 15
"""So many fields at most are shown before the first fold of a new document."""


def build_form(
    structure: Structure,
    content: Mapping[str, object],
    findings: Iterable[Finding] = (),
    language: Language = "fi",
    *,
    asked: bool = True,
    prefilled: Mapping[str, str] | None = None,
    focus: str = "",
) -> FormView:
    """The form of a document.

    `content` is the document as JSON, `asked` tells that the writer has asked what is missing (until then an
    empty field is not blamed for being empty), `prefilled` tells by the names of fields where their values
    came from, `focus` names the field to begin at. Sections that are done, and those that come after the
    first fields, are folded.
    """
    root = structure.root
    document = content.get(root.key)
    placed = [(finding, place_of(structure, document, finding.path)) for finding in findings]
    placed.sort(key=lambda each: _order(structure, each[1][0]))
    blamed = [each for each in placed if asked or not _is_blank(content, each[0].path)]
    builder = Builder(language, _texts(blamed, language), prefilled or {}, focus)
    parts = tuple(builder.nodes(root, "", document, 2))
    groups = _gathered(root.fields, parts, builder)
    points = _points(placed, language)
    sections = _opened([_section(group, placed, language) for group in groups], asked=asked)
    return FormView(
        title=codes.label_of(structure.name, language),
        sections=tuple(sections),
        points=points,
        datalists=builder.datalists,
        errors=builder.errors.get("", ()),
        controls=builder.controls,
    )


def place_of(structure: Structure, document: object, path: str) -> tuple[str, Field]:
    """The field that a finding is about, with its name: `/arvio/asiakas/0/nimi` is `asiakas.0.nimi`.

    What is below a field (a code, its name) belongs to it; a repetition that is not there, to its group.
    """
    field, value, name, is_number = structure.root, document, "", False
    for key in path.strip("/").split("/")[1:]:
        if is_number:
            is_number = False
            stored = value if isinstance(value, list) else []
            if codes.is_checks(field) or not _is_shown(key, stored, field):
                break
            value = stored[int(key)] if int(key) < len(stored) else None
            name += f".{key}"
            continue
        below = next((each for each in field.fields if each.key == key), None)
        if below is None:
            break
        field, name, is_number = below, f"{name}.{key}" if name else key, below.repeats
        value = value.get(key) if isinstance(value, dict) else None
    return name, field


def _order(structure: Structure, name: str) -> tuple[int, ...]:
    """Where in the form a field stands, to list findings in its order."""
    field, order = structure.root, []
    for key in filter(None, name.split(".")):
        if key.isdigit():
            order.append(int(key))
            continue
        place = next((n for n, each in enumerate(field.fields) if each.key == key), len(field.fields))
        order.append(place)
        field = field.fields[place] if place < len(field.fields) else field
    return tuple(order)


def _is_shown(number: str, stored: Sequence[object], field: Field) -> bool:
    """Whether the form shows a repetition of this number; of a required field it shows one at least."""
    last = max(len(stored), 1 if field.required else 0) - 1
    return number.isascii() and number.isdigit() and int(number) <= last


def _texts(
    placed: Sequence[tuple[Finding, tuple[str, Field]]], language: Language
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for finding, (name, _field) in placed:
        text = finding.message.in_language(language)
        if text not in found.get(name, ()):
            found[name] = (*found.get(name, ()), text)
    return found


def _points(placed: Sequence[tuple[Finding, tuple[str, Field]]], language: Language) -> tuple[Point, ...]:
    points = []
    for finding, (name, field) in placed:
        label, text = field.label.in_language(language), finding.message.in_language(language)
        points.append(Point(element_id(name), text if label in text else f"{label}: {text}"))
    return tuple(dict.fromkeys(points))


def _gathered(fields: Sequence[Field], nodes: Sequence[Node], builder: Builder) -> list[Group]:
    """The sections: each group of the top level, and the single fields between them together."""
    found: list[Group] = []
    single: list[tuple[Field, Node]] = []
    for field, node in zip(fields, nodes, strict=True):
        if field.is_group and field.fields:
            _close(found, single, builder)
            found.append(_own_section(node))
        else:
            single.append((field, node))
    _close(found, single, builder)
    return found


def _own_section(node: Node) -> Group:
    """A group or a repeating group as a section of its own."""
    if isinstance(node, Group):
        return node
    assert isinstance(node, Repeat)
    return Group(
        id=f"o-{node.id}",
        name=node.name,
        label=node.label,
        level=2,
        titled=False,
        nodes=(replace(node, titled=False),),
    )


def _close(found: list[Group], single: list[tuple[Field, Node]], builder: Builder) -> None:
    """Make a section of the single fields so far."""
    if not single:
        return
    nodes = tuple(node for _field, node in single)
    main, rest = builder.split([field for field, _node in single], nodes)
    asks = any(one.filled or one.errors or one.focus for node in rest for one in controls_of(node))
    found.append(
        Group(
            id=f"o-{nodes[0].id}",
            name="",
            label=_common_name(single),
            level=2,
            titled=len(nodes) > 1,
            nodes=main,
            rest=rest,
            rest_open=asks,
        )
    )
    single.clear()


def _common_name(single: Sequence[tuple[Field, Node]]) -> Label:
    """The name of a section of single fields: that of what must be told in it, else those of the first."""
    label = single[0][1].label
    if len(single) == 1:
        return label
    if len(single) == 2:
        text = _("%(first)s ja %(last)s") % {"first": label.text, "last": single[1][1].label.text}
        return Label(text, label.lang, label.fallback)
    required = [node for field, node in single if field.required]
    if required:
        return next((node for node in required if _is_narrative(node)), required[0]).label
    names = names_of(tuple(node for _field, node in single), 2)
    return Label(_("Muut tiedot: %(names)s") % {"names": names}, label.lang, label.fallback)


def _is_narrative(node: Node) -> bool:
    return any(one.kind is Kind.NARRATIVE for one in controls_of(node))


def _section(
    group: Group, placed: Sequence[tuple[Finding, tuple[str, Field]]], language: Language
) -> Section:
    controls = list(controls_of(group))
    names = {one.name for one in controls} | _group_names(group)
    wrong = [(finding, name) for finding, (name, _field) in placed if name in names]
    main = [one for node in group.nodes for one in controls_of(node)]
    filled = sum(one.filled for one in controls)
    state = _state(controls, main, missing=len(wrong))
    written = {one.name for one in controls if one.filled}
    absent = all(finding.problem is Problem.REQUIRED or name not in written for finding, name in wrong)
    return Section(
        id=group.id,
        label=group.label,
        body=group,
        state=state,
        missing=len(wrong),
        filled=filled,
        total=len(main),
        open=False,
        alone=len(group.nodes) == 1 and isinstance(group.nodes[0], Control) and not group.name,
        summary=_wrong_text(len(wrong), absent=absent) if wrong else _summary(state, group, controls),
    )


def _group_names(node: Node) -> set[str]:
    if isinstance(node, Control):
        return set()
    below = [*node.nodes, *node.rest] if isinstance(node, Group) else [item.body for item in node.items]
    return {node.name} - {""} | {name for each in below for name in _group_names(each)}


def _state(controls: Sequence[Control], main: Sequence[Control], missing: int) -> State:
    if missing:
        return State.MISSING
    if not any(one.filled for one in controls):
        return State.EMPTY
    asked = [one for one in main if one.required or one.kind is Kind.NARRATIVE]
    done = all(one.filled for one in (asked or main))
    return State.DONE if done else State.BEGUN


def _summary(state: State, group: Group, controls: Sequence[Control]) -> str:
    if state is State.EMPTY:
        return _("Tyhjä. %(fields)s") % {"fields": names_of(group.nodes)}
    if state is State.BEGUN:
        counts = {"filled": sum(one.filled for one in controls), "all": len(controls)}
        return _("Kesken. Kirjoitettu %(filled)s / %(all)s kenttää") % counts
    shown = list(_all_shown(controls))[:3]
    return _("Valmis. %(values)s") % {"values": ", ".join(shown)} if shown else _("Valmis")


def _wrong_text(number: int, *, absent: bool) -> str:
    """How many points are missing, or to be put right."""
    if absent:
        text = ngettext("Puuttuu %(number)s kohta", "Puuttuu %(number)s kohtaa", number)
    else:
        text = ngettext("Korjaa %(number)s kohta", "Korjaa %(number)s kohtaa", number)
    return text % {"number": number}


def _all_shown(controls: Sequence[Control]) -> Iterator[str]:
    """The values of short fields, the names of a person together as one says them."""
    by_name = {one.name: one for one in controls}
    for one in controls:
        above, key = one.name[: one.name.rfind(".") + 1], one.name.rpartition(".")[2]
        given = by_name.get(f"{above}{GIVEN_NAMES}") if key == FAMILY_NAME else None
        if key == GIVEN_NAMES and f"{above}{FAMILY_NAME}" in by_name:
            continue
        texts = [_shown(each) for each in (given, one) if each is not None]
        if any(texts):
            yield " ".join(filter(None, texts))


def _shown(one: Control) -> str:
    """The value of a short field for the line of a folded section; no identifiers."""
    if not one.filled or one.input.endswith("~value"):
        return ""
    if one.kind is Kind.RADIOS:
        return one.other
    if one.kind is Kind.CHECKS:
        return ", ".join(option.label.text for option in one.options if option.checked)
    if one.kind in {Kind.LINE, Kind.PICK}:
        return one.value
    return ""


def _opened(sections: Sequence[Section], *, asked: bool) -> list[Section]:
    """The sections with those open that are to be seen first. What has been told in words is never folded."""
    made: list[Section] = []
    shown = 0
    for section in sections:
        is_open = any(one.focus or (one.errors and one.filled) for one in controls_of(section.body))
        told = any(one.kind is Kind.NARRATIVE and one.filled for one in controls_of(section.body))
        if told or (section.state is State.MISSING and asked):
            is_open = True
        elif section.state is not State.DONE and not is_open:
            is_open = shown == 0 or shown + section.total <= FIRST_SIGHT
            shown += section.total if is_open else FIRST_SIGHT
        made.append(replace(section, open=is_open))
    return made


def _is_blank(content: object, path: str) -> bool:
    """Whether nothing stands at a place in the document."""
    for key in path.strip("/").split("/"):
        if isinstance(content, list):
            content = content[int(key)] if key.isdigit() and int(key) < len(content) else None
        else:
            content = content.get(key) if isinstance(content, dict) else None
    return content in (None, "", {}, [])
