"""A build spread over workers: processes of this machine, or a Ray cluster.

The work is cut into parts of bounded size, each described in a file. A worker takes a description and writes a file of
results beside it. The build takes the results in order and puts them where it would have put its own: into the caches
of work and of embeddings. Everything after that is the plain build, so the snapshot is the same.
"""
