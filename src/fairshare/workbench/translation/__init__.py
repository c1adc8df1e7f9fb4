"""The catalogues of the Workbench: what is translated is collected, merged, compiled and checked, with Babel alone.

A language is one file, ``locale/LANGUAGE/LC_MESSAGES/django.po``, and one line of ``LANGUAGES`` in the settings.
English is the language of the sources and has no file.
"""
