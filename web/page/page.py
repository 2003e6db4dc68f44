"""The script of the Streamlit page, which combines its parts; `app.py` runs it.

The URL holds the question (`?q=`), filters (`filter=`, repeated), `typed=1` to turn spelling correction off, and the
language (`lang=`). The module `link` reads and writes it.
"""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index.ask import Answerer
from index.errors import BusyError, QuestionError, UnknownFilterError, VerbatimError
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, Filters
from index.storage.running import running_build
from web.look.frame import accent_rule, collection, header
from web.markup import heading, language_of, note
from web.page import around, link
from web.page.cards import Cards
from web.page.fitting import LONGEST_ENTRY, fitting
from web.page.narrowing import show_filters
from web.serving.addresses import THIS_MACHINE, asker_at
from web.serving.service import service
from web.words.choosing import HEADER, PARAMETER, words_for
from web.words.words import LANGUAGES, Words

HERE = Path(__file__).parent
_SHEETS = (HERE.parent / "look" / "look.css", HERE / "style.css")
# At most this many titles are listed; the library lists all.
_MOST_LISTED = 200
# How many seconds a question waits for its turn while others are being answered.
_PATIENCE = 5.0
_BUILD_SECONDS = 2.0
BOX = "question"
_SEEN = "question_in_link"
_log = logging.getLogger(__name__)


def spoken() -> Words:
    """The page's texts in the visitor's language."""
    return words_for(st.query_params.get(PARAMETER), st.context.headers.get(HEADER))


def show_box(say: Words, question: str) -> None:
    """Show the question box. Its content follows the URL, also after Back or when a link is opened."""
    if st.session_state.get(_SEEN) != question:
        st.session_state[_SEEN] = st.session_state[BOX] = question
    with (
        st.form("ask", border=False, enter_to_submit=True),
        st.container(key="ask", horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(
            say("ask.label"),
            key=BOX,
            type="search",
            placeholder=say("ask.hint"),
            icon="",
            max_chars=LONGEST_ENTRY,
            label_visibility="collapsed",
        )
        st.form_submit_button(
            say("ask.ask"), type="primary", on_click=lambda: link.go_to(st.session_state[BOX]), width="content"
        )


def show_empty(say: Words, answerer: Answerer) -> None:
    """Show example questions and the list of articles."""
    ids = answerer.engine.article_ids()
    if not ids:
        st.html(note(say("answer.empty")))
        return
    if offered := answerer.collection.questions:
        st.html(heading(say("ask.examples")))
        with st.container(key="examples", gap=None):
            for example in offered:
                st.button(example, key=f"example: {example}", on_click=link.go_to, args=(example,), type="tertiary")
    shown = [answerer.engine.article(name)[0] for name in ids[:_MOST_LISTED]]
    titles = [(article.card.title or article.origin, language_of(article.card)) for article in shown]
    st.html(around.articles(say, titles, link.to("library") if len(ids) > len(shown) else None))


def show_answer(say: Words, question: str, filters: Filters, catalogue: Catalogue) -> None:
    """Show the answer to `question` or what is wrong with it, with the filters below its notices."""
    address = st.context.ip_address
    wait = service().rate.wait(asker_at(address if isinstance(address, str) else THIS_MACHINE))
    if wait is not None:
        st.html(around.problem(say, say("problem.too_often", seconds=wait)))
        return
    typed = link.as_typed()
    try:
        with service().asking(question, _PATIENCE) as answerer:
            answer = service().counted(answerer.ask(fitting(question), filters=filters, as_typed=typed))
    except QuestionError:
        offered = answerer.collection.questions
        st.html(note(" ".join([say("ask.no_words"), *(say("ask.try_one", question=one) for one in offered or ())][:2])))
        return
    cards = Cards(say, link.to, lambda article_id: title_of(answerer, article_id), filters)
    if answer.notices:
        st.html(cards.notices(answer.notices))
    show_filters(say, catalogue, filters)
    if fitting(question) != question or link.was_cut(question):
        st.html(note(say("ask.shortened")))
    if answer.corrected:
        show_corrected(say, question, answer.corrected)
    st.html(cards.answer(answer))


def show_corrected(say: Words, question: str, corrected: str) -> None:
    """Show the corrected question that was searched for, and a button to search for it as typed."""
    with st.container(key="corrected", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(note(say("ask.corrected", question=corrected)))
        # The label must not contain the question: Streamlit renders labels as Markdown.
        st.button(
            say("ask.as_typed"),
            key="as_typed",
            on_click=link.go_to,
            args=(question,),
            kwargs={"as_typed": True},
            type="tertiary",
        )


def title_of(answerer: Answerer, article_id: str) -> str:
    """The article's title, or its origin if it states none."""
    article, _ = answerer.engine.article(article_id)
    return article.card.title or article.origin


def show_body(say: Words, question: str, top: DeltaGenerator) -> None:
    """Show everything below the box and, in `top`, the introduction with the number of articles."""
    if service().ready:
        answerer = service().answerer()
    else:
        with st.spinner(say("ask.loading")):
            answerer = service().answerer()
    filters = chosen_of(answerer)
    if question and filters is not None:
        show_answer(say, question, filters, answerer.labels())
        return
    show_filters(say, answerer.labels(), filters or ALL)
    if filters is None:
        st.html(note(say("filters.unknown")))
    if not question:
        ids = answerer.engine.article_ids()
        top.html(around.lede(say, answerer.collection, len(ids)))
        show_empty(say, answerer)


def chosen_of(answerer: Answerer) -> Filters | None:
    """The filters in the URL; `None` if they are invalid or match no article any more."""
    filters = link.filters()
    try:
        return None if filters is None else answerer.check(filters=filters)
    except UnknownFilterError:
        return None


def show_build(say: Words) -> None:
    """Show the progress of a running build, if there is one, until it ends."""
    folder = service().settings.index
    if running_build(folder) is None:
        return

    @st.fragment(run_every=_BUILD_SECONDS)
    def follow() -> None:
        if progress := running_build(folder):
            step, name = say.known("step", progress.step), "ask.building_of" if progress.total else "ask.building"
            st.html(note(say(name, step=step, done=progress.done / max(1, progress.total))))

    follow()


def show_page() -> None:
    """Show the whole page for the question in the URL."""
    question, say, of = link.question(), spoken(), collection()
    st.set_page_config(page_title=around.tab(say, of, question), page_icon=str(HERE / "icon.svg"), layout="centered")
    st.html(f"<style>{''.join(sheet.read_text(encoding='utf-8') for sheet in _SHEETS)}{accent_rule(of)}</style>")
    st.html(header(say, link.to, of, "", heading=True))
    top = st.empty()
    if not question:
        top.html(around.lede(say, of, None))
    show_box(say, question)
    # A container of its own, so that what follows keeps its index when the build ends: Streamlit would create an open
    # list of filters anew, closed.
    building = st.container()
    try:
        with building:
            show_build(say)
        show_body(say, question, top)
    except BusyError:
        st.html(around.problem(say, say("problem.busy")))
    except VerbatimError as error:
        _log.warning("%s", error)
        st.html(around.problem(say, str(error), in_english=True))
    except Exception:  # noqa: BLE001 - for any error, the visitor gets a message and the log gets the details
        _log.exception("the page failed")
        st.html(around.problem(say, say("problem.unexpected")))
    st.html(around.ending(say, of, question, link.filters() or ALL))
    run_scripts(say, question)


def run_scripts(say: Words, question: str) -> None:
    """Run scripts for what Streamlit cannot do: set the page's language, and the focus on an empty page."""
    scripts = [] if say.language == LANGUAGES[0] else [f'document.documentElement.lang = "{say.language}";']
    if not question:
        scripts.append((HERE / "focus.js").read_text(encoding="utf-8"))
    if scripts:
        st.html(f"<script>{chr(10).join(scripts)}</script>", unsafe_allow_javascript=True)


show_page()
