"""Drawings that try to run code, or to load other files, and what drawings need."""

START = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 30 20">'
)
_RUN = "document.title='ran'"

HOSTILE = {
    name: text if text.startswith("<?") or text.startswith("<!") else f"{START}{text}</svg>"
    for name, text in {
        "script": f"<script>{_RUN}</script>",
        "script with an address": '<script href="//e.example/x.js"/>',
        "script by another prefix": '<s:script xmlns:s="http://www.w3.org/2000/svg">'
        f"{_RUN}</s:script>",
        "script of HTML": f'<script xmlns="http://www.w3.org/1999/xhtml">{_RUN}</script>',
        "script in CDATA": f"<script><![CDATA[{_RUN}]]></script>",
        "script in a symbol": f'<symbol id="a"><script>{_RUN}</script></symbol><use href="#a"/>',
        "script in words for software": f"<metadata><script>{_RUN}</script></metadata>",
        "event": f'<rect width="30" height="20" onload="{_RUN}" onclick="{_RUN}"/>',
        "event of an animation": f'<animate attributeName="x" dur="1s" onbegin="{_RUN}"/>',
        "event set by an animation": f'<rect><set attributeName="onmouseover" to="{_RUN}"/></rect>',
        "foreign": '<foreignObject width="30" height="20"><body'
        f' xmlns="http://www.w3.org/1999/xhtml" onload="{_RUN}"><iframe src="data:text/html,x"/>'
        "</body></foreignObject>",
        "iframe": '<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>',
        "link": f'<a href="javascript:{_RUN}"><text y="9">x</text></a>',
        "old link": f'<a xlink:href="javascript:{_RUN}"><text y="9">x</text></a>',
        "link with a tab": '<a href="java\tscript:alert(1)"><text y="9">x</text></a>',
        "link set by an animation": '<a href="#b"><animate attributeName="href"'
        f' values="javascript:{_RUN}"/><text y="9">x</text></a>',
        "handler": '<handler xmlns="http://www.w3.org/2001/xml-events"'
        f' type="application/ecmascript">{_RUN}</handler>',
        "entity": f'<!DOCTYPE svg [<!ENTITY a "{_RUN}">]>{START}<script>&a;</script></svg>',
        "file": f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{START}'
        "<text>&a;</text></svg>",
        "base": '<a xml:base="javascript:alert(1)//" href="x"><text y="9">x</text></a>',
    }.items()
}
"""Each becomes harmless, or is refused."""

EXTERNAL = {
    name: f"{START}{text}</svg>"
    for name, text in {
        "image": '<image href="https://e.example/x.png" width="9" height="9"/>',
        "old image": '<image xlink:href="//e.example/x.png" width="9" height="9"/>',
        "image beside it": '<image href="x.png" width="9" height="9"/>',
        "use": '<use href="https://e.example/x.svg#a"/>',
        "filter": '<filter id="f"><feImage href="https://e.example/x.png"/></filter>',
        "fill": '<rect width="9" height="9" fill="url(https://e.example/x.svg#a)"/>',
        "style of all": "<style>rect{fill:url(https://e.example/x.svg#a)}</style>",
        "import": "<style>@import url(https://e.example/x.css);</style>",
        "import of a text": '<style>@import "https://e.example/x.css";</style>',
        "font": "<style>@font-face{font-family:a;src:url(//e.example/f)}</style>",
        "image set": '<style>rect{background:image-set("https://e.example/x.png" 1x)}</style>',
        "escaped": r"<style>rect{background:u\72l(https://e.example/x.png)}</style>",
        "in a rule": "<style>@media all{rect{fill:url('/x.svg#a')}}</style>",
    }.items()
}

HARMLESS = [
    '<rect width="9" height="9" fill="#123456"/>',
    '<path d="M0 0L9 9" stroke="red"/>',
    '<linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>',
    '<circle r="9" fill="url(#a)" style="stroke:url(#b)"/>',
    '<text x="1" y="9" font-size="3">Words &amp; more</text>',
    '<title id="t">A knee</title>',
    "<style>.a{fill:red}</style>",
    '<use href="#a"/>',
    '<image href="data:image/png;base64,iVBORw0KGgo=" width="9" height="9"/>',
    '<g transform="translate(1 2)"><ellipse rx="2" ry="3"/></g>',
    '<clipPath id="c"><polygon points="0,0 9,0 9,9"/></clipPath>',
]
