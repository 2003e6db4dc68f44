"""A question → ordered Evidence whose quotes are verified. Each step is a module and takes what the one before gives.

understand      question   → Query
scoring         Query      → Scored       candidates, every raw score, their fusion, and the sentences that answer
rank            Scored     → Candidates   the best, each with the sentence that it would quote
deduplicate     Candidates → Candidates   one for each sentence
diversify       Candidates → Candidates   of several articles; with a reranker, `rerank` instead
verify_quotes   Candidates → Verified     Evidence that its articles hold, with `confidence`
judge           Evidence   → Judgement    the verdict
combine         Found      → Verified     what was found for the question and for each of its `parts`

`index.ask.Answerer.ask` is their list.
"""
