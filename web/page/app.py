"""The script of the installed service: `verbatim serve` passes it to Streamlit."""

import streamlit as st

from web.serving.composition import PAGE, composition

app = st.App(PAGE, **composition())
