"""The texts of all pages, one file per language, and the choice of the language.

Quoted text is data and is never translated. The API, the command line and error messages are in English.
"""
