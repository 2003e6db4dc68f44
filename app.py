"""The service from a checkout: `streamlit run app.py` serves the page at / and the JSON API at /api, in one process."""

import streamlit as st

from web.serving.composition import PAGE, composition

app = st.App(PAGE, **composition())
