"""The quarterly report: content from an as-of view, then Markdown, HTML, tables and a manifest."""
