"""Do the contracts catch mistakes? Real rows are corrupted the way people err, and the audit is run on them.

``mutant`` says what a mutant is, ``cells`` and ``rows`` hold the operators, ``sampling`` picks the
mutants, ``catching`` audits them, ``score`` counts. Which mutants matter is asked of the store.
"""
