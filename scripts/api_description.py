"""Write the API's description to tests/api/openapi.json, where a test compares it: run it after looking at a change."""

import json
import os
from pathlib import Path

import django

SNAPSHOT = Path(__file__).resolve().parent.parent / "tests/api/openapi.json"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gusu_minutes.settings")
    django.setup()
    from gusu_minutes.api.v1.views.description import description

    text = json.dumps(description("en"), ensure_ascii=False, indent=1)
    SNAPSHOT.write_text(f"{text}\n", "utf-8")
    print(f"{SNAPSHOT} written")


if __name__ == "__main__":
    main()
