"""Other libraries that search the same passages, each in a separate process that exchanges lines of JSON.

The modules `with_…` run in virtual environments of their own and, except `with_verbatim`, do not import Verbatim.
"""
