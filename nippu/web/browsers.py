"""The name of a browser and its system, for its owner to tell one session from another."""

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What stands in the browser's own words: the first that is found tells."""
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(agent: str) -> str:
    """For example "Firefox, Windows"."""
    found = [next((name for mark, name in table if mark in agent), None) for table in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name) or _("Tuntematon selain")
