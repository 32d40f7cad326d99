"""Ways to run the extractor over many articles: in this process, in worker processes.

An engine takes pairs of a key and a task and yields, in the same order, pairs of the key and what was found; a pair
without a task passes through in its place.
"""
