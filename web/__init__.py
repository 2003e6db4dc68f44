"""The web interfaces: the Streamlit page, plain HTML pages, the JSON API and MCP. Never imports faiss or torch."""
