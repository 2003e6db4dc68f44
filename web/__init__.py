"""The service's two faces: the page (Streamlit) and the JSON API. Imports the library, never faiss or torch."""
