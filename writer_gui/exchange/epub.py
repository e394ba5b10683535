"""A manuscript as an EPUB 3 book, built of the few files the standard asks for."""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import TYPE_CHECKING

from writer_gui.exchange.html import body
from writer_gui.text.render import escaped

if TYPE_CHECKING:
    from writer_gui.exchange.manuscript import Manuscript

MIMETYPE = "application/epub+zip"

_CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

_PACKAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{uid}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{language}</dc:language>
<meta property="dcterms:modified">{moment:%Y-%m-%dT%H:%M:%SZ}</meta>
</metadata>
<manifest>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
</manifest>
<spine><itemref idref="text"/></spine>
</package>
"""

_PAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}">
<head><title>{title}</title><link rel="stylesheet" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""

_NAV = '<nav epub:type="toc"><ol><li><a href="text.xhtml">{title}</a></li></ol></nav>'

_STYLE = """\
body { line-height: 1.6; }
p { margin: 0 0 0.8em; }
:lang(zh) p { margin: 0; text-indent: 2em; text-align: justify; }
hr { border: 0; margin: 2em 0; border-top: 1px solid; width: 20%; }
"""


def as_epub(manuscript: Manuscript) -> bytes:
    """Return the book. The same manuscript gives the same bytes."""
    title = escaped(manuscript.title) or "—"
    language = manuscript.language.value
    text = body(manuscript)
    uid = uuid.uuid5(uuid.NAMESPACE_OID, f"{manuscript.created.isoformat()} {title}")
    package = _PACKAGE.format(language=language, uid=uid, title=title, moment=manuscript.created)
    pages = {
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": package,
        "book/nav.xhtml": _PAGE.format(
            language=language, title=title, body=_NAV.format(title=title)
        ),
        "book/text.xhtml": _PAGE.format(language=language, title=title, body=text),
        "book/style.css": _STYLE,
    }
    return _zipped(pages)


def _zipped(pages: dict[str, str]) -> bytes:
    """Zip the files; readers look for the uncompressed type in the first bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        for name, page in pages.items():
            book.writestr(zipfile.ZipInfo(name), page, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
