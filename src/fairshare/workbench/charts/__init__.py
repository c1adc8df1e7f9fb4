"""The map of the Union and the charts of the pages, each with its table.

They are drawn by the server as SVG through Django's templates, not by Vega-Lite: a mark gets a class instead of a
colour, so that dark mode, print and forced colours follow the style sheet under a policy without inline styles; bars
lie among text of the page itself, which wraps and zooms; and nothing needs JavaScript.
"""
