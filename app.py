"""The service from a checkout: `streamlit run app.py` serves the page at / and the JSON API at /api, in one process."""

import streamlit as st

from index.settings import write_remarks
from web.serving.composition import PAGE, composition

write_remarks()
app = st.App(PAGE, **composition())
