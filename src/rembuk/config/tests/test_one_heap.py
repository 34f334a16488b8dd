"""The threads of a web worker share one heap: what a large page needed once is not kept by each of them."""

import subprocess
import sys

import pytest

# Eight threads at once hold something; glibc reserves 64 MB of addresses for each heap beside the first.
LOOK = """
import sys, threading
from rembuk.config import server
if sys.argv[1] == "one":
    server.one_heap()
all_there = threading.Barrier(9)
held = []
def hold():
    held.append([bytes(2000) for _ in range(100)])
    all_there.wait()
for _ in range(8):
    threading.Thread(target=hold).start()
all_there.wait()
sizes = [[int(end, 16) for end in line.split()[0].split("-")] for line in open("/proc/self/maps") if " ---p " in line]
print(sum(60e6 < last - first < 70e6 for first, last in sizes))
"""


def heaps(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", LOOK, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc and glibc")
def test_threads_allocate_from_one_heap() -> None:
    assert heaps("each") > 0
    assert heaps("one") == 0
