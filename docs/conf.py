"""The site: plain Markdown, made by sphinx with myst-parser; `make docs` builds it."""

project = "indicators"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
html_theme = "alabaster"
html_theme_options = {"description": "US-Russia relations indicators", "fixed_sidebar": True, "page_width": "1000px"}
html_show_sphinx = False
html_show_copyright = False
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]  # links to files of the repository that are no pages, such as contracts.json
