"""What a web worker holds in memory: libraries for plans, outlines and papers come in where they are used."""

import subprocess
import sys

HEAVY = (
    "scipy", "numpy", "shapely", "typst", "xlsxwriter", "python_calamine", "docxtpl", "icalendar", "holidays",
)  # fmt: skip
ASKS = f"""
import sys
from django.urls import get_resolver
from rembuk.config import wsgi
assert get_resolver().url_patterns
print(*sorted(set({HEAVY}) & set(sys.modules)))
"""


def test_a_web_worker_with_all_its_pages_imports_no_heavy_library() -> None:
    told = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=True).stdout
    assert told.split() == []
