"""Two descriptions compared: every change, what it means to readers and writers, and the version it asks for.

``kinds`` says which changes there are, ``changes`` finds them, ``verdict`` holds them against versions
and changelog, ``text`` tells it all.
"""
