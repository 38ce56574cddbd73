"""Data contracts: what each table promises, and the engine that checks it.

``model`` declares (columns, codes, rules), ``reading`` turns text files into typed frames,
``audit`` tests the frames and returns findings. Knows no database.
"""
