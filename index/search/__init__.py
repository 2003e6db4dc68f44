"""A question → ordered Evidence with verified quotes. Each step is one module and takes the previous step's result.

understand      question   → Query
scoring         Query      → Scored       candidates, every raw score, their fusion, and the sentences that answer
rank            Scored     → Candidates   the best passages, each with the sentence it would quote
deduplicate     Candidates → Candidates   each sentence once
diversify       Candidates → Candidates   the first ones from several articles; with a reranker, `rerank` instead
verify_quotes   Candidates → Verified     Evidence checked against its articles, with `confidence`
judge           Evidence   → Judgement    the verdict
combine         Found      → Verified     merges the results for the question and for each of its `parts`

`index.ask.Answerer.ask` calls them in this order.
"""
