"""The studio and its grid: anywidgets, whose JavaScript and style lie beside them in `static`."""
