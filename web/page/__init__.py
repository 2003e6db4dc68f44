"""The Streamlit page: a question, and the articles' own words on it. `app.py` serves it with everything beside it."""
