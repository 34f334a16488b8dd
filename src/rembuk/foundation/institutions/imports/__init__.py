"""`rembuk import institutions`: a kelurahan's list of officers, as its secretary has it in a spreadsheet.

table     the rows of the file, and what is wrong with them
seats     which seat a word of the column jabatan means, and what new ones are called
plan      each row held against what stands
listing   all of it in one transaction
"""

from rembuk.foundation.institutions.imports.listing import Summary, import_institutions

__all__ = ["Summary", "import_institutions"]
