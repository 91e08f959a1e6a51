"""The media types of files, as hosts send them."""

from pathlib import PurePath

_FEED = "feed.xml"
_UTF8 = "; charset=utf-8"
# The tables of Python and of the system differ from machine to machine.
_TYPES = {
    ".aac": "audio/aac",
    ".atom": f"application/atom+xml{_UTF8}",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".css": f"text/css{_UTF8}",
    ".csv": f"text/csv{_UTF8}",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".htm": f"text/html{_UTF8}",
    ".html": f"text/html{_UTF8}",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": f"text/calendar{_UTF8}",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": f"text/javascript{_UTF8}",
    ".json": "application/json",
    ".jxl": "image/jxl",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".map": "application/json",
    ".md": f"text/markdown{_UTF8}",
    ".mjs": f"text/javascript{_UTF8}",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".ttf": "font/ttf",
    ".txt": f"text/plain{_UTF8}",
    ".vcf": f"text/vcard{_UTF8}",
    ".vtt": f"text/vtt{_UTF8}",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".xsl": "application/xml",
    ".zip": "application/zip",
}


def content_type(path: PurePath) -> str:
    """The type of a file by its name, the same on every machine."""
    if path.name == _FEED:
        return _TYPES[".atom"]
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")
