"""The settings of the program with one more address: a view that does nothing, to compare pages with."""

from gusu_minutes.settings import *  # noqa: F403

ROOT_URLCONF = "scripts.bench_urls"
