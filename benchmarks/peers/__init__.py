"""Other ways to search the same passages, each a process of its own that speaks lines of JSON.

The modules `with_…` run in their own virtual environments and import nothing of Verbatim's, but for `with_verbatim`.
"""
