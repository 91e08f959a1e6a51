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
    '<g><pattern id="p" width="3" height="3"><rect width="1" height="1"/></pattern></g>',
    '<style>.a,g .b{fill:url(#p)} #c > rect{clip-path:url(#k)}</style><g fill="url(#p)">'
    '<pattern id="p"><rect/></pattern></g><clipPath id="k"><rect/></clipPath><rect class="a b"/>',
    '<marker id="m"><path d="M0 0L1 1"/></marker><path marker-end="url(#m)" d="M0 0L9 9"/>',
    '<g transform="translate(1 2)"><ellipse rx="2" ry="3"/></g>',
    '<clipPath id="c"><polygon points="0,0 9,0 9,9"/></clipPath>',
]


def _levels(level: str, *, last: str = "<use href='#a9'/>", before: str = "") -> str:
    """Ten levels, each as `level` with its number as `{n}`, and the number before as `{m}`."""
    parts = (level.replace("{n}", str(n)).replace("{m}", str(n - 1)) for n in range(1, 10))
    return f"{START}{before}<defs>{''.join(parts)}</defs>{last}</svg>"


_RECT = "<rect id='a0' width='9' height='9'/>"
_TEN = "".join("<rect width='9' height='9' fill='url(#a{m})'/>" for _ in range(10))
_PATTERN0 = f"<pattern id='a0' width='9' height='9'>{_RECT}</pattern>"
_CLASSES = "".join(f".l{n}{{fill:url(#a{n - 1})}}" for n in range(1, 10))
_FILLED = "<rect fill='url(#a9)' width='9' height='9'/>"

MULTIPLIED = {
    "use": _levels("<g id='a{n}'>" + "<use href='#a{m}'/>" * 10 + "</g>", before=_RECT),
    "old use": _levels("<g id='a{n}'>" + "<use xlink:href='#a{m}'/>" * 10 + "</g>", before=_RECT),
    "escaped ids": _levels("<g id='a{n}'>" + "<use href='#%61{m}'/>" * 10 + "</g>", before=_RECT),
    "pattern": _levels(f"<pattern id='a{{n}}'>{_TEN}</pattern>", before=_PATTERN0, last=_FILLED),
    "pattern of another": _levels(
        f"<pattern id='b{{n}}'>{_TEN}</pattern><pattern id='a{{n}}' href='#b{{n}}'/>",
        before=_PATTERN0,
        last=_FILLED,
    ),
    "mask": _levels(
        "<mask id='a{n}'>" + "<rect width='9' height='9' mask='url(#a{m})'/>" * 10 + "</mask>",
        before="<mask id='a0'><rect/></mask>",
        last="<rect mask='url(#a9)'/>",
    ),
    "marker": _levels(
        "<marker id='a{n}'>" + "<path d='M0 0 1 1' marker-end='url(#a{m})'/>" * 10 + "</marker>",
        before="<marker id='a0'><path d='M0 0'/></marker>",
        last="<path d='M0 0 1 1' style='marker-end:url(#a9)'/>",
    ),
    "marker at each vertex": _levels(
        f"<marker id='a{{n}}'><path d='M0 0{' 1 1' * 10}' marker-mid='url(#a{{m}})'/></marker>",
        before="<marker id='a0'><path d='M0 0'/></marker>",
        last="<path d='M0 0 1 1' marker-mid='url(#a9)'/>",
    ),
    "filter": _levels(
        "<filter id='f{n}'>" + "<feImage href='#a{m}'/>" * 10 + "</filter>"
        "<rect id='a{n}' filter='url(#f{n})' width='9' height='9'/>",
        before=_RECT,
    ),
    "style": _levels(
        "<mask id='a{n}'>" + "<rect style='mask:url(#a{m})'/>" * 10 + "</mask>",
        before="<mask id='a0'><rect/></mask>",
        last="<rect style='mask:url(#a9)'/>",
    ),
    "rules": _levels(
        "<pattern id='a{n}'>" + "<rect class='l{n}'/>" * 10 + "</pattern>",
        before=f"<style>@media all{{{_CLASSES}}}</style>{_PATTERN0}",
        last="<rect style='fill:url(#a9)'/>",
    ),
    "rules of unclear elements": _levels(
        "<pattern id='a{n}'>" + "<rect class='l{n}'/>" * 10 + "</pattern>",
        before=f"<style>{_CLASSES.replace('.l', '.x, svg [class=l').replace('{', ']{')}</style>"
        + _PATTERN0,
        last="<rect style='fill:url(#a9)'/>",
    ),
    "variables": _levels(
        "<pattern id='a{n}' style='--b:url(#a{m})'>"
        + "<rect style='fill:var(--b)'/>" * 10
        + "</pattern>",
        before=_PATTERN0,
        last="<rect style='fill:url(#a9)'/>",
    ),
    "inherited": _levels(
        "<g fill='url(#a{m})'><pattern id='a{n}'>" + "<rect/>" * 10 + "</pattern></g>",
        before=_PATTERN0,
        last=_FILLED,
    ),
    "without end": f"{START}<g id='a'><use href='#a'/></g></svg>",
    "without end, by two": f"{START}<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"
    "</svg>",
}
"""Each is small, and a browser that draws it has no end."""
