"""Answers in the shapes that the sources document."""

from typing import Any


def openverse_image(number: int = 0, **changed: Any) -> dict[str, Any]:
    """One result of GET /v1/images/, as in Openverse's own documentation."""
    identifier = f"4bc43a04-ef46-4544-a0c1-{number:012d}"
    return {
        "id": identifier,
        "title": f"Grizzly {number}",
        "indexed_on": "2022-08-27T17:39:48Z",
        "foreign_landing_url": f"https://stocksnap.io/photo/{number}",
        "url": f"https://cdn.stocksnap.io/img-thumbs/960w/{number}.png",
        "creator": "Tim Sullivan",
        "creator_url": "https://www.site.org",
        "license": "by-sa",
        "license_version": "2.0",
        "license_url": "https://creativecommons.org/licenses/by-sa/2.0/",
        "provider": "stocksnap",
        "source": "stocksnap",
        "category": "photograph",
        "filesize": 896128,
        "filetype": "png",
        "tags": [{"accuracy": None, "name": "tree", "unstable__provider": "stocksnap"}],
        "attribution": '"Grizzly" by Tim Sullivan is licensed under CC BY-SA 2.0.',
        "fields_matched": ["title"],
        "mature": False,
        "height": 4016,
        "width": 6016,
        "thumbnail": f"https://api.openverse.org/v1/images/{identifier}/thumb/",
        "detail_url": f"https://api.openverse.org/v1/images/{identifier}/",
        "related_url": f"https://api.openverse.org/v1/images/{identifier}/related/",
        "unstable__sensitivity": [],
        **changed,
    }


def openverse_answer(*images: dict[str, Any]) -> dict[str, Any]:
    """The whole answer of GET /v1/images/."""
    return {
        "result_count": len(images),
        "page_count": 1,
        "page_size": 20,
        "page": 1,
        "results": list(images),
    }


def commons_page(number: int = 0, categories: str = "Ursus arctos", **info: Any) -> dict[str, Any]:
    """One page of Commons' action=query with generator=search and prop=imageinfo."""
    name = f"Grizzly_{number}.jpg"
    files = "https://upload.wikimedia.org/wikipedia/commons"
    return {
        "pageid": 100 + number,
        "ns": 6,
        "title": f"File:Grizzly {number}.jpg",
        "index": number + 1,
        "imagerepository": "local",
        "imageinfo": [
            {
                "size": 2_345_678,
                "width": 4000,
                "height": 3000,
                "thumburl": f"{files}/thumb/a/ab/{name}/960px-{name}",
                "thumbwidth": 960,
                "thumbheight": 720,
                "url": f"{files}/a/ab/{name}",
                "descriptionurl": f"https://commons.wikimedia.org/wiki/File:{name}",
                "mime": "image/jpeg",
                "extmetadata": {
                    "ObjectName": _value(f"Grizzly {number}"),
                    "Artist": _value(
                        '<a href="//commons.wikimedia.org/wiki/User:Ann">Ann &amp; Co</a>'
                    ),
                    "Credit": _value('<span class="int-own-work">Own work</span>'),
                    "LicenseShortName": _value("CC BY-SA 4.0"),
                    "LicenseUrl": _value("https://creativecommons.org/licenses/by-sa/4.0"),
                    "Categories": _value(categories),
                },
                **info,
            }
        ],
    }


def commons_answer(*pages: dict[str, Any]) -> dict[str, Any]:
    """The whole answer; without pages Commons leaves `query` out."""
    if not pages:
        return {"batchcomplete": True}
    more = {"gsroffset": 20, "continue": "gsroffset||"}
    return {"batchcomplete": True, "continue": more, "query": {"pages": list(pages)}}


def _value(text: str) -> dict[str, str]:
    return {"value": text, "source": "commons-desc-page"}
