"""A report as files: page (HTML), PDF, Word; charts as SVG and PNG."""
