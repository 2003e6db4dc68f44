"""Pages in plain HTML, beside Streamlit's: what is read, linked to, printed or shared.

Anchors, text fragments, Back, print and link previews work here as the web does. Each subject is a module with
`routes`; `pages.py` renders its templates.
"""
