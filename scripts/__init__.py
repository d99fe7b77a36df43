"""Tools for developers; none of them is needed where the program runs."""

import os

# In CI what cannot be run, or is skipped, is a failure.
STRICT = os.environ.get("CI") == "true" or os.environ.get("GUSU_STRICT") == "1"
