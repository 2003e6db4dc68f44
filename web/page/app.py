"""The service where the package is installed: `verbatim serve` hands this script to Streamlit."""

import streamlit as st

from web.serving.composition import PAGE, composition

app = st.App(PAGE, **composition())
