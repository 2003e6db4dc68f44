"""The header and footer of every page, with the collection's name."""

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

# The pages in the navigation of every page: paths, and names of their texts.
PAGES = (("", "site.ask"), ("library", "site.library"), ("quality", "site.quality"))
_MAIL = re.compile(r"[^\s@:/?&]+@[^\s@:/?&]+\.[^\s@:/?&]+")


def collection() -> Collection:
    """The published collection's statements about itself; `NEUTRAL` if they cannot be read."""
    try:
        return service().collection
    except VerbatimError:
        # The page that reports the error needs a header and a footer too.
        return NEUTRAL


def name_of(say: Words, of: Collection) -> str:
    """The name of the site: the collection's, or the default."""
    return of.name or say("site.name")


def language_of_collection(of: Collection) -> str:
    """The language of a collection's statements about itself."""
    return of.language or ARTICLES


def header(say: Words, to: To, of: Collection, here: str, *, heading: bool = False) -> str:
    """The header: the collection's name, linked to the empty page, and the navigation. `here` is this page's path.

    `heading` makes the name the page's top heading, for pages without another one.
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
    """The footer: disclaimers, contact, and links to the page in other `languages` (tag, name, link)."""
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
    """The CSS rule that sets a collection's accent colour; empty if it states none."""
    if of.accent is None:
        return ""
    light, dark = shades(of.accent)
    return f":root {{ --vb-accent: light-dark({light}, {dark}); }}"


def _current(path: str, here: str) -> str:
    if path == here:
        return ' aria-current="page"'
    return ' aria-current="true"' if path and here.startswith(f"{path}/") else ""


def _contact(contact: str, spoken: str) -> str:
    """The contact as HTML: a link if it is an e-mail or web address, else text."""
    if _MAIL.fullmatch(contact):
        return f'<a href="mailto:{escaped(contact)}">{escaped(contact)}</a>'
    if web_address(contact):
        return f'<a href="{escaped(contact)}" rel="noopener noreferrer">{escaped(contact)}</a>'
    return f"<span {spoken}>{escaped(contact)}</span>"
