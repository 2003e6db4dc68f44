"""What the page and the plain pages say themselves: a file of texts for each language, and how one is chosen.

What is quoted is data and stays as it is; the API, the command line and the program's errors speak English.
"""
