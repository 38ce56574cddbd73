"""Contracts as plain data, and the texts and standard files that are made from it.

``description`` reads the pandera models, ``dictionary`` and ``terminal`` write for people, ``odcs``,
``json_schema`` and ``data_package`` write standard files. All of them know the description alone.
"""
