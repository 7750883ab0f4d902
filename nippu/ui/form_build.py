"""Groups, repetitions and fields of a form, from a structure and a document's content."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _
from markupsafe import Markup

from nippu.base.texts import Language
from nippu.structures.tree import Field
from nippu.ui import form_choices as codes
from nippu.ui import form_pieces as pieces
from nippu.ui.form_fields import NO_CODING, Place, control, element_id
from nippu.ui.form_views import Control, Group, Item, Kind, Label, Node, Repeat, controls_of

FEW_FIELDS: Final = 5
"""A group of at most this many fields is shown whole."""
SMALL_GROUP: Final = 3


@dataclass(slots=True)
class Builder:
    """What is gathered while a form is built."""

    language: Language
    errors: Mapping[str, tuple[str, ...]]
    prefilled: Mapping[str, str]
    focus: str = ""
    controls: dict[str, Control] = field(default_factory=dict)
    datalists: dict[str, Markup] = field(default_factory=dict)

    def nodes(self, group: Field, name: str, content: object, level: int) -> tuple[Node, ...]:
        """Every field of a group, in the order of the structure."""
        values = content if isinstance(content, dict) else {}
        prefix = f"{name}." if name else ""
        return tuple(self.node(each, prefix + each.key, values.get(each.key), level) for each in group.fields)

    def node(self, each: Field, name: str, value: object, level: int) -> Node:
        """One field or group at its place."""
        if each.repeats:
            stored = value if isinstance(value, list) else []
            return self._repeat(each, name, stored, level)
        if each.is_group and each.fields:
            return self.group(each, name, value, level)
        return self._control(each, Place(name, value, self.language))

    def group(self, each: Field, name: str, value: object, level: int, *, may_fold: bool = True) -> Group:
        """A group with its rarely needed fields behind a fold. A hidden one only keeps fields together."""
        nodes = self.nodes(each, name, value, level if each.hidden else level + 1)
        main, rest = self.split(each.fields, nodes)
        empty = not any(one.filled or one.errors or one.focus for node in nodes for one in controls_of(node))
        errors = self.errors.get(name, ())
        small = len(main) <= SMALL_GROUP and all(isinstance(node, Control) for node in main)
        return Group(
            id=element_id(name),
            name=name,
            label=codes.label_of(each.label, self.language),
            level=min(level, 4),
            titled=not (each.title_hidden or each.hidden),
            nodes=main,
            rest=rest,
            rest_open=_asks(rest),
            folded=may_fold and empty and not (each.required or each.hidden or errors or small),
            help=pieces.instructions(each, self.language),
            errors=errors,
        )

    def split(
        self, fields: Sequence[Field], nodes: tuple[Node, ...]
    ) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        """The fields that are always shown, and those that are rarely needed."""
        if len(nodes) <= FEW_FIELDS:
            return nodes, ()
        rare = [_rare(each, node) for each, node in zip(fields, nodes, strict=True)]
        if all(rare):
            rare = [place >= FEW_FIELDS for place in range(len(nodes))]
        main = tuple(node for node, away in zip(nodes, rare, strict=True) if not away)
        return main, tuple(node for node, away in zip(nodes, rare, strict=True) if away)

    def _control(self, each: Field, place: Place) -> Control:
        place = replace(
            place,
            errors=self.errors.get(place.name, ()),
            prefilled=self.prefilled.get(place.name, ""),
            focus=self.focus == place.name,
        )
        made = control(each, place)
        self.controls[made.name] = made
        if made.kind is Kind.PICK and made.datalist not in self.datalists:
            self.datalists[made.datalist] = codes.datalist(each.coding or NO_CODING, self.language)
        return made

    def _repeat(self, each: Field, name: str, stored: Sequence[object], level: int) -> Node:
        if each.is_group and each.fields:
            return self._groups(each, name, stored, level)
        if codes.is_checks(each):
            return self._checks(each, name, stored)
        return self._fields(each, name, stored or [None], level)

    def _checks(self, each: Field, name: str, stored: Sequence[object]) -> Node:
        coding = each.coding or NO_CODING
        boxes = codes.checks(coding, self.language, name, stored)
        hidden = [
            (f"{name}.{place}~{key}", text)
            for place, value in enumerate(stored)
            if isinstance(value, dict)
            for key in ("display", "system")
            if isinstance(text := value.get(key), str) and text
        ]
        made = Control(
            kind=Kind.CHECKS,
            id=element_id(name),
            name=name,
            input=boxes[0].name,
            label=codes.label_of(each.label, self.language),
            title=pieces.title(each, self.language),
            options=boxes,
            hidden=tuple(hidden),
            help=pieces.instructions(each, self.language),
            required=each.required,
            conditional=each.conditionally_required and not each.required,
            filled=any(box.checked for box in boxes),
            errors=self.errors.get(name, ()),
            prefilled=self.prefilled.get(name, ""),
        )
        self.controls[name] = made
        return made

    def _fields(self, each: Field, name: str, stored: Sequence[object], level: int) -> Repeat:
        many = len(stored) > 1
        controls = tuple(
            self._control(
                each,
                Place(
                    f"{name}.{place}",
                    value,
                    self.language,
                    remove=f"{name}.{place}" if many else "",
                    number=place + 1,
                ),
            )
            for place, value in enumerate(stored)
        )
        return Repeat(controls=controls, **self._frame(each, name, level))  # type: ignore[arg-type]

    def _groups(self, each: Field, name: str, stored: Sequence[object], level: int) -> Repeat:
        shown: Sequence[object] = stored or ([{}] if each.required else [])
        label = codes.label_of(each.label, self.language).text
        items = []
        for place, value in enumerate(shown):
            at = f"{name}.{place}"
            body = self.group(each, at, value, level, may_fold=False)
            filled = any(one.filled for one in controls_of(body))
            removable = len(shown) > 1 or not each.required
            title = f"{label} {place + 1}" if len(shown) > 1 else label
            items.append(Item(name=at, title=title, body=body, remove=at if removable else "", filled=filled))
        return Repeat(items=tuple(items), **self._frame(each, name, level))  # type: ignore[arg-type]

    def _frame(self, each: Field, name: str, level: int) -> dict[str, object]:
        label = codes.label_of(each.label, self.language)
        return {
            "id": element_id(name),
            "name": name,
            "label": label,
            "level": min(level, 4),
            "add": _("Lisää %(what)s") % {"what": small_first(label)},
            "required": each.required,
            "help": pieces.instructions(each, self.language),
            "errors": self.errors.get(name, ()),
        }


def small_first(label: Label) -> str:
    """A name inside a sentence: its first letter small unless it is an abbreviation."""
    text = label.text
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _asks(nodes: Sequence[Node]) -> bool:
    """Whether something stands in these fields or is missing from them."""
    return any(_has_own_errors(node) or _any(node, _speaks) for node in nodes)


def _has_own_errors(node: Node) -> bool:
    return bool(node.errors)


def _speaks(one: Control) -> bool:
    return one.filled or bool(one.errors) or one.focus


def _tells(one: Control) -> bool:
    return one.kind is Kind.NARRATIVE


def _any(node: Node, test: Callable[[Control], bool]) -> bool:
    return any(test(one) for one in controls_of(node))


def _rare(each: Field, node: Node) -> bool:
    """Whether a field of a large group may wait behind a fold."""
    if _asks((node,)):
        return False
    if each.required or each.conditionally_required:
        return False
    if each.hidden and not each.repeats:
        return not _any(node, _tells)
    return not (isinstance(node, Control) and _tells(node))
