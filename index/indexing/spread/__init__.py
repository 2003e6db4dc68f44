"""Spreads a build over workers: processes on this machine, or a Ray cluster.

The work is cut into parts of bounded size, each described in a file. A worker reads a description and writes a file of
results next to it. The build stores the results, in order, in its own caches of work and of embeddings. From there on
it is a plain build, so the snapshot is the same.
"""
