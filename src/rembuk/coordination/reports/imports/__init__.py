"""A city's complaint export, brought in as history. `docs/import.md` shows the map and the answers.

mapping   what the map file says
table     the rows of the file, and what is wrong with them
places    kecamatan and kelurahan by their names
agencies  institutions by their names, made where the map says so
history   all of it in one transaction
"""

from rembuk.coordination.reports.imports.history import Summary, import_reports

__all__ = ["Summary", "import_reports"]
