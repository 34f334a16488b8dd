"""`python -m rembuk` is the same as `rembuk`."""

import sys

from rembuk.config.cli import main

sys.exit(main())
