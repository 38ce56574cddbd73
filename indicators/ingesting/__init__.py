"""Hall of ingestion: original files become facts, planned before they are written, written whole or not at all.

A family declares its readers (`reader.Reader`), one file a format; this hall recognises a file by its
content (`opening`, `recognising`), compares what was read with what is held (`planning`), and appends to
``data/raw`` what is new (`raw_files`, `journal`).
"""
