"""Code written for Rasa 3.6 runs here: ``import rasa…`` is served by ``causerie.compat.rasa``.

Importing this module is all it takes; a real ``rasa`` that is installed comes first.
"""

from causerie.compat.finder import install

install()
