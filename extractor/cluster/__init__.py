"""Extraction of large inputs, part by part, into a folder of Parquet: on this machine or on a cluster.

Inputs (Parquet, WARC, a database) are cut into parts; a worker takes a part from its records to its files, whole or not
at all; a manifest, written last, says what is done. Only `raydata` knows Ray.
"""
