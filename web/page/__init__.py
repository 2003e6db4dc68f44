"""The Streamlit page, on which questions are asked and answered. `app.py` runs it with the rest of the service."""
