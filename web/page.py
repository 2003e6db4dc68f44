"""The page: a question, and the articles' own words on it. Composition only; `app.py` serves it.

What is asked stands in the link (`?q=`, and `typed=1` where the spelling is to be left alone). Asking assigns
`st.query_params`, which adds a step to the browser's history, so that Back leads to the question before.
"""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index.ask import Answerer
from index.errors import QuestionError, VerbatimError
from index.running import running_build
from web import cards, texts
from web.service import service

HERE = Path(__file__).parent
LONGEST = 10_000
# Percent-encoded, three times as many: the server takes request lines of up to 64 KiB.
_LINK_BYTES = 16_000
# How long a question waits for its turn where others are being answered.
_PATIENCE = 5.0
_BUILD_SECONDS = 2.0
BOX = "question"
_SEEN = "question_in_link"
_CUT = "question_that_was_cut"
_log = logging.getLogger(__name__)


def fitting(question: str) -> str:
    """`question`, cut to what is searched for and to what a link can hold."""
    return question.strip()[:LONGEST].encode(errors="ignore")[:_LINK_BYTES].decode(errors="ignore")


def go_to(question: str, *, as_typed: bool = False) -> None:
    """Put `question` into the link, as a new step of the history; an empty one leads to the empty page."""
    fits = fitting(question)
    st.session_state[_CUT] = fits if fits != question.strip() else None
    link = {"q": fits, **({"typed": "1"} if as_typed else {})} if fits else {}
    if st.query_params.to_dict() != link:
        st.query_params.from_dict(link)


def show_box(question: str) -> None:
    """The question box. It follows the link, whether that was opened, gone back to or clicked together."""
    if st.session_state.get(_SEEN) != question:
        st.session_state[_SEEN] = st.session_state[BOX] = question
    with (
        st.form("ask", border=False, enter_to_submit=True),
        st.container(key="ask", horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(
            texts.BOX_LABEL,
            key=BOX,
            type="search",
            placeholder=texts.BOX_HINT,
            icon="",
            label_visibility="collapsed",
        )
        st.form_submit_button(texts.ASK, type="primary", on_click=lambda: go_to(st.session_state[BOX]), width="content")


def show_empty(answerer: Answerer) -> None:
    """Questions to click, and what may be asked about."""
    ids = answerer.engine.article_ids()
    offered = texts.examples(ids)
    if offered:
        st.html(cards.heading(texts.EXAMPLES_TITLE))
        with st.container(key="examples", gap=None):
            for example in offered:
                st.button(example, key=f"example: {example}", on_click=go_to, args=(example,), type="tertiary")
    st.html(cards.articles([title_of(answerer, article_id) for article_id in ids]))


def show_answer(question: str, *, as_typed: bool) -> None:
    """The answer to `question`, or what is wrong with it."""
    try:
        with service().asking(question, _PATIENCE) as answerer:
            answer = service().counted(answerer.ask(fitting(question), as_typed=as_typed))
    except QuestionError:
        st.html(cards.note(texts.NO_WORDS))
        return
    if answer.notices:
        st.html(cards.notices(answer.notices))
    if fitting(question) != question or st.session_state.get(_CUT) == question:
        st.html(cards.note(texts.SHORTENED))
    if answer.corrected:
        with st.container(key="corrected", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(cards.note(texts.corrected(answer.corrected)))
            # Its label is ours alone: Streamlit reads labels as Markdown, and a question is data.
            st.button(
                texts.AS_TYPED,
                key="as_typed",
                on_click=go_to,
                args=(question,),
                kwargs={"as_typed": True},
                type="tertiary",
            )
    st.html(cards.answer(answer, lambda article_id: title_of(answerer, article_id)))


def title_of(answerer: Answerer, article_id: str) -> str:
    """The article's title, or its file name where it states none."""
    article, _ = answerer.engine.article(article_id)
    return article.card.title or article.origin


def show_body(question: str, top: DeltaGenerator) -> None:
    """What stands under the box, and the header in `top`, whose line tells how many articles there are."""
    if question or not service().ready:
        top.html(cards.header(None if question else texts.lede(None)))
    if service().ready:
        answerer = service().answerer()
    else:
        with st.spinner(texts.LOADING):
            answerer = service().answerer()
    if question:
        show_answer(question, as_typed=st.query_params.get("typed") == "1")
    else:
        top.html(cards.header(texts.lede(answerer.engine.article_ids())))
        show_empty(answerer)


def show_build() -> None:
    """How far a running build is, for as long as it runs; nothing where there is none."""
    folder = service().settings.index
    if running_build(folder) is None:
        return

    @st.fragment(run_every=_BUILD_SECONDS)
    def follow() -> None:
        if progress := running_build(folder):
            st.html(cards.note(texts.building(progress.step, progress.done, progress.total)))

    follow()


def show_page() -> None:
    """The whole page for the question in the link."""
    question = st.query_params.get("q", "").strip()
    st.set_page_config(page_title=texts.tab(question), page_icon=str(HERE / "icon.svg"), layout="centered")
    st.html(HERE / "style.css")
    top = st.empty()
    show_box(question)
    try:
        show_build()
        show_body(question, top)
    except VerbatimError as error:
        _log.warning("%s", error)
        st.html(cards.problem(str(error), texts.SETTLED))
    except Exception:  # noqa: BLE001 - whatever it is, who asked gets a sentence and the log gets the rest
        _log.exception("the page failed")
        st.html(cards.problem(texts.UNEXPECTED))
    st.html(cards.disclaimer())
    if not question:
        st.html(f"<script>{(HERE / 'focus.js').read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)


show_page()
