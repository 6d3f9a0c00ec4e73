"""One module per format; each has `EXTRACTOR` (its name and version) and `read(data, name) -> Extract`."""
