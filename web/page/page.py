"""The page: a question, and the articles' own words on it. Composition only; `app.py` serves it.

What is asked stands in the link (`?q=`, `filter=` as often as it is narrowed, `typed=1` where the spelling is to be
left alone, `lang=` where a language is asked for): `link` reads and writes it.
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
# The library has them all.
_MOST_LISTED = 200
# How long a question waits for its turn where others are being answered.
_PATIENCE = 5.0
_BUILD_SECONDS = 2.0
BOX = "question"
_SEEN = "question_in_link"
_log = logging.getLogger(__name__)


def spoken() -> Words:
    """The words of who looks at the page."""
    return words_for(st.query_params.get(PARAMETER), st.context.headers.get(HEADER))


def show_box(say: Words, question: str) -> None:
    """The question box. It follows the link, whether that was opened, gone back to or clicked together."""
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
    """Questions to click, and what may be asked about."""
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
    """The answer to `question`, or what is wrong with it; what it is narrowed to stands below its notices."""
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
    """What was searched for in place of what was typed, and the way back to that."""
    with st.container(key="corrected", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(note(say("ask.corrected", question=corrected)))
        # Its label is ours alone: Streamlit reads labels as Markdown, and a question is data.
        st.button(
            say("ask.as_typed"),
            key="as_typed",
            on_click=link.go_to,
            args=(question,),
            kwargs={"as_typed": True},
            type="tertiary",
        )


def title_of(answerer: Answerer, article_id: str) -> str:
    """The article's title, or its file name where it states none."""
    article, _ = answerer.engine.article(article_id)
    return article.card.title or article.origin


def show_body(say: Words, question: str, top: DeltaGenerator) -> None:
    """What stands under the box, and in `top` what is done here and with how many articles."""
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
    """What the link narrows the question to; `None` where no article has it any more."""
    filters = link.filters()
    try:
        return None if filters is None else answerer.check(filters=filters)
    except UnknownFilterError:
        return None


def show_build(say: Words) -> None:
    """How far a running build is, for as long as it runs; nothing where there is none."""
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
    """The whole page for the question in the link."""
    question, say, of = link.question(), spoken(), collection()
    st.set_page_config(page_title=around.tab(say, of, question), page_icon=str(HERE / "icon.svg"), layout="centered")
    st.html(f"<style>{''.join(sheet.read_text(encoding='utf-8') for sheet in _SHEETS)}{accent_rule(of)}</style>")
    st.html(header(say, link.to, of, "", heading=True))
    top = st.empty()
    if not question:
        top.html(around.lede(say, of, None))
    show_box(say, question)
    try:
        show_build(say)
        show_body(say, question, top)
    except BusyError:
        st.html(around.problem(say, say("problem.busy")))
    except VerbatimError as error:
        _log.warning("%s", error)
        st.html(around.problem(say, str(error), in_english=True))
    except Exception:  # noqa: BLE001 - whatever it is, who asked gets a sentence and the log gets the rest
        _log.exception("the page failed")
        st.html(around.problem(say, say("problem.unexpected")))
    st.html(around.ending(say, of, question, link.filters() or ALL))
    run_scripts(say, question)


def run_scripts(say: Words, question: str) -> None:
    """What Streamlit has no way to say: the page's language, and where typing goes."""
    scripts = [] if say.language == LANGUAGES[0] else [f'document.documentElement.lang = "{say.language}";']
    if not question:
        scripts.append((HERE / "focus.js").read_text(encoding="utf-8"))
    if scripts:
        st.html(f"<script>{chr(10).join(scripts)}</script>", unsafe_allow_javascript=True)


show_page()
