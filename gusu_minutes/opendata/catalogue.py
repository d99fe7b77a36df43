"""What describes the open data to programs: the manifest, and the catalogue in DCAT-AP (JSON-LD)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from gusu_minutes.opendata.shelf import File, Made
from gusu_minutes.publishing.links import absolute

MANIFEST_FORMAT = "gusu-open-data/1"
_SPDX = "http://spdx.org/rdf/terms#"
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": _SPDX,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_IANA = "https://www.iana.org/assignments/media-types/"


def url_of(name: str) -> str:
    return absolute("public", reverse("public:data_file", args=[name]))


def manifest(those: Sequence[Made]) -> dict[str, Any]:
    """Return what there is, with everything needed to check it."""
    return {
        "format": MANIFEST_FORMAT,
        "description": settings.DATA_DESCRIPTION,
        "publisher": settings.SITE_OFFICE,
        "licence": settings.DATA_LICENCE or None,
        "datasets": [
            {
                "scope": made.scope,
                "meetings": made.meetings,
                "made_at": made.made_at.isoformat(),
                "head": {"sequence": made.head.sequence, "digest": made.head.digest},
                "files": [
                    {
                        "name": file.name,
                        "url": url_of(file.name),
                        "media_type": file.media_type,
                        "bytes": file.size,
                        "sha256": file.sha256,
                        "rows": file.rows,
                    }
                    for file in made.files
                ],
            }
            for made in those
        ],
    }


def catalogue(those: Sequence[Made]) -> dict[str, Any]:
    """Return a dcat:Catalog with a dcat:Dataset for the whole and for each year, and the files as distributions."""
    home = absolute("public", reverse("public:data"))
    modified = {"dct:modified": _moment(max(made.made_at for made in those))} if those else {}
    return {
        "@context": CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": _chinese(f"{settings.SITE_NAME}开放数据"),
        "dct:description": _chinese(settings.DATA_DESCRIPTION),
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "dct:publisher": _publisher(),
        "foaf:homepage": {"@id": home},
        **_licence(),
        **modified,
        "dcat:dataset": [_dataset(made, home) for made in those],
    }


def _dataset(made: Made, home: str) -> dict[str, Any]:
    name = "全部年份" if made.is_whole else f"{made.scope}年"
    covers = (
        {
            "dct:temporal": {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": _typed(made.first_day, "date"),
                "dcat:endDate": _typed(made.last_day, "date"),
            }
        }
        if made.first_day
        else {}
    )
    return {
        "@id": f"{home}#{made.scope}",
        "@type": "dcat:Dataset",
        "dct:identifier": made.scope,
        "dct:title": _chinese(f"{settings.SITE_NAME}（{name}）"),
        "dct:description": _chinese(settings.DATA_DESCRIPTION),
        "dct:publisher": _publisher(),
        "dct:issued": _moment(made.made_at),
        "dct:modified": _moment(made.made_at),
        **covers,
        "dcat:landingPage": {"@id": home},
        "dcat:distribution": [_distribution(made, file) for file in made.files],
    }


def _distribution(made: Made, file: File) -> dict[str, Any]:
    address = url_of(file.name)
    kind = "dcat:compressFormat" if file.media_type == "application/gzip" else "dcat:mediaType"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": file.name,
        "dct:issued": _moment(made.made_at),
        "dct:modified": _moment(made.made_at),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        kind: {"@id": _IANA + file.media_type.partition(";")[0]},
        "dcat:byteSize": _typed(str(file.size), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": f"{_SPDX}checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(file.sha256, "hexBinary"),
        },
        **_licence(),
    }


def _licence() -> dict[str, Any]:
    return {"dct:license": {"@id": settings.DATA_LICENCE}} if settings.DATA_LICENCE else {}


def _publisher() -> dict[str, Any]:
    return {
        "@id": absolute("public", "/#publisher"),
        "@type": "foaf:Agent",
        "foaf:name": _chinese(settings.SITE_OFFICE),
    }


def _chinese(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "zh"}


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _moment(at: datetime) -> dict[str, str]:
    return _typed(at.isoformat(), "dateTime")
