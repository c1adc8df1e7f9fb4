"""Assessment: composite indicators, the shadow assessment of migratory pressure, projections and needs.

Pure: figures come in as frames and arrays, results go out as values. Nothing here reads a file or draws a plot.
"""
