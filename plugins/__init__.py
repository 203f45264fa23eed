"""The notices made executable.

A plugin's folder reads like a government notice. Open its files in this order:

* ``guide.md``: the articles, in the documents' own words, and what the program does with each;
* ``form.py``: what is asked (the application form);
* ``conditions.py``: when it may be done, and which rules each city sets;
* ``receipt.py``: the slip that is handed out;
* ``__init__.py``: the declarations that tie these together.

Plugins never import one another: they meet only in the holder's dossier.
"""
