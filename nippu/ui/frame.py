"""What every page shows around its own content, as plain values."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The pages that the frame links to. Empty ones are left out."""

    start: str = "/"
    search: str = ""
    acting: str = ""
    """Where one changes the role and unit one acts in."""
    language: str = ""
    """Takes a POST of `language` and `next`."""
    help: str = ""
    security: str = ""
    """Where one changes how one logs in."""
    log_in: str = ""
    """For one who has logged in: the log-in in another tab, when the session ends while writing."""
    log_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Who acts, where, and whether this is the real thing."""

    addresses: Addresses = field(default_factory=Addresses)
    banner: str = ""
    """What the banner says when this is a demo or training."""
    name: str = ""
    role: str = ""
    unit: str = ""
    here: str = ""
    """Where the page is read, to come back to after a change of language."""
    search: str = ""
    """What was searched for, to stay in the field."""
    may_handle: bool = False
    """Whether one may take in clients and open cases."""
    links: tuple[tuple[str, str], ...] = ()
    """Pages of the whole system beside the help: pairs of text and address."""
    pages: tuple[tuple[str, str], ...] = ()
    """Pages that are the same for all, at the foot of each page: pairs of text and address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A client as the strip shows them."""

    name: str
    url: str = ""
    age: int | None = None
    identity_code: str = ""
    """As it is to be shown: masked, or whole when it was asked for."""
    reveal_url: str = ""
    """Where the whole code is asked; empty when it is shown already or there is none."""
    facts: tuple[str, ...] = ()
    """Language and interpreter, own worker: short texts."""
    risks: int = 0
    risks_url: str = ""
    ban: str = ""
    """A security ban in words; stays visible on the narrowest screen."""
    left: str = ""
    """When a member is no longer in the case, in words."""
    special: str = ""
    """That the reader looks at the member on a special ground, and until when, in words."""
    special_end: str = ""
    """Where the reader ends that: takes a POST."""
