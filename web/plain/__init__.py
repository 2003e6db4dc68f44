"""Pages in plain HTML, for reading, linking, printing and sharing.

Unlike on the Streamlit page, anchors, text fragments, Back, printing and link previews work natively. Each subject is a
module with `routes`; `pages.py` renders the templates.
"""
