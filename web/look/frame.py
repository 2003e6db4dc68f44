"""What stands at the head and foot of every page, in the collection's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.citing.formats import web_address
from index.corpus.collection import NEUTRAL, Collection
from index.errors import VerbatimError
from web.links import To
from web.look.shades import shades
from web.markup import escaped
from web.serving.service import service
from web.words.choosing import ARTICLES
from web.words.words import Words

# The pages that every page leads to: their paths, and what they are called.
PAGES = (("", "site.ask"), ("library", "site.library"), ("quality", "site.quality"))
_MAIL = re.compile(r"[^\s@:/?&]+@[^\s@:/?&]+\.[^\s@:/?&]+")


def collection() -> Collection:
    """What the published collection says of itself; nothing where none can be read."""
    try:
        return service().collection
    except VerbatimError:
        # A page has to say what is wrong, and needs a head and a foot for that.
        return NEUTRAL


def name_of(say: Words, of: Collection) -> str:
    """What the pages are called."""
    return of.name or say("site.name")


def language_of_collection(of: Collection) -> str:
    """The language of what a collection says of itself."""
    return of.language or ARTICLES


def header(say: Words, to: To, of: Collection, here: str, *, heading: bool = False) -> str:
    """The collection's name, leading to the empty page, and the pages; `here` is this one's path.

    `heading` makes the name the page's first heading, where nothing else is.
    """
    links = "".join(
        f'<a href="{escaped(to(path))}" target="_self"{_current(path, here)}>{escaped(say(name))}</a>'
        for path, name in PAGES
    )
    spoken = f' lang="{language_of_collection(of)}" dir="auto"' if of.name else ""
    tag = "h1" if heading else "p"
    return (
        f'<header class="vb-site"><{tag} class="vb-name"><a href="{escaped(to(""))}" target="_self"{spoken}>'
        f'{escaped(name_of(say, of))}</a></{tag}><nav aria-label="{escaped(say("site.pages"))}">{links}</nav></header>'
    )


def footer(say: Words, of: Collection, languages: Iterable[tuple[str, str, str]]) -> str:
    """What this does not do, what the collection adds to that, whom to write to, and the page in other `languages`.

    These are tags, names and links.
    """
    links = "".join(
        f'<a href="{escaped(link)}" target="_self" lang="{tag}" hreflang="{tag}">{escaped(name)}</a>'
        for tag, name, link in languages
    )
    spoken = f'lang="{language_of_collection(of)}" dir="auto"'
    own = f" <span {spoken}>{escaped(of.disclaimer)}</span>" if of.disclaimer else ""
    contact = f"<p>{escaped(say('site.contact'))} {_contact(of.contact, spoken)}</p>" if of.contact else ""
    others = f'<nav aria-label="{escaped(say("language.switch"))}">{links}</nav>' if links else ""
    return (
        f'<footer class="vb-foot"><p class="vb-disclaimer">{escaped(say("site.disclaimer"))}{own}</p>'
        f"{contact}{others}</footer>"
    )


def accent_rule(of: Collection) -> str:
    """The style that has a collection's accent colour in place of ours; empty where it names none."""
    if of.accent is None:
        return ""
    light, dark = shades(of.accent)
    return f":root {{ --vb-accent: light-dark({light}, {dark}); }}"


def _current(path: str, here: str) -> str:
    if path == here:
        return ' aria-current="page"'
    return ' aria-current="true"' if path and here.startswith(f"{path}/") else ""


def _contact(contact: str, spoken: str) -> str:
    """A link where it is an address, else the words."""
    if _MAIL.fullmatch(contact):
        return f'<a href="mailto:{escaped(contact)}">{escaped(contact)}</a>'
    if web_address(contact):
        return f'<a href="{escaped(contact)}" rel="noopener noreferrer">{escaped(contact)}</a>'
    return f"<span {spoken}>{escaped(contact)}</span>"
