"""Some 300 texts that a learner, or a ZIP, may hold: each would become something in some reader.

Every one holds "zq": what an element, an address or an icon with these letters is born of is one of
them. `HOSTILE` has them all, `born_of_them` finds what of them became more than text in HTML.
"""

from collections.abc import Iterator
from html.parser import HTMLParser

AT = "http://203.0.113.7/zq"
FIRED = "window.zqFired=1"
MOST = 250  # characters that every place takes; the longest are cut by the place

_MARKDOWN = (
    "**zq**", "__zq__", "*zq*", "_zq_", "***zq***", "~~zq~~", "~zq~", "`zq`", "``zq`zq``",
    "==zq==", "^zq^", "[zq](%s)", "![zq](%s.png)", "[zq](%s 'title')", "[![zq](%s.png)](%s)",
    "<%s>", "%s", "www.zq.org", "zq@zq.org", "mailto:zq@zq.org", "<zq@zq.org>",
    "ftp://zq.org/zq", "[zq][zq]", "[zq]: %s", "[zq]\n\n[zq]: %s", "![zq][zq]\n\n[zq]: %s.png",
    "[^zq]: zq[^zq]", "# zq", "###### zq", "zq\n===", "zq\n---", "- zq", "* zq", "+ zq",
    "1. zq", "1) zq", "- [x] zq", "> zq", ">> zq\n> zq", "    zq", "\tzq", "```\nzq\n```",
    "~~~js\nzq\n~~~", "zq\n\n    zq", "|zq|zq|\n|-|-|\n|zq|zq|", "zq|zq\n-|-", "---\nzq",
    "***\nzq", "zq  \nzq", "zq\\\nzq", "\\[zq](%s)", "\\\\[zq](%s)", "\\`zq`", "\\\\`zq\\\\`",
    "zq\r[zq](%s)", "zq\r\r    zq", "zq\u2028# zq", "zq\x0b# zq", "zq\x85# zq", "*[zq]: zq",
    "!!zq!!", "[[zq]]", "((zq))", "[zq](javascript:%s)", "[zq](data:text/html,zq)",
    "[zq](<%s>)", "[zq](//203.0.113.7/zq)", "[ zq ]( %s )", "![](%s.png)zq", "[zq]()",
    "HTTP://203.0.113.7/zq", "https://zq.org", "WWW.ZQ.org/zq", "(www.zq.org)", "&lt;b&gt;zq",
    "&#91;zq&#93;(%s)", "&colon;material/zq&colon;",
)  # fmt: skip
_HTML = (
    "<b>zq</b>", "<h1>zq</h1>", "<a href=%s>zq</a>", "<a href='javascript:!'>zq</a>",
    "<img src=%s.png>", "<img src=x alt=zq onerror='!'>", "<script>!;'zq'</script>",
    "</script><script>!;'zq'</script>", "</title><script>!//zq</script>", "<svg/onload='!'>zq",
    "<svg><script>!//zq</script></svg>", "<iframe src=%s></iframe>", "<iframe srcdoc='zq'>",
    "<object data=%s>zq</object>", "<embed src=%s>", "<video src=%s.mp4 onerror='!'>zq",
    "<audio src=%s.mp3>zq", "<details open ontoggle='!'>zq", "<body onload='!'>zq",
    "<input autofocus onfocus='!' value=zq>", "<form action=%s><button>zq", "<math><mi>zq",
    "<style>@import '%s';</style>", "<link rel=stylesheet href=%s>", "<base href=%s/>",
    "<meta http-equiv=refresh content='0;%s'>", "<marquee onstart='!'>zq",
    "<table background=%s>zq", "<div style='background:url(%s)'>zq</div>",
    "<p id=zq onclick='!'>zq", "<!-- zq --><b>zq</b>", "--><b>zq</b>", "<![CDATA[<b>zq</b>]]>",
    "<?php zq ?>", "<!DOCTYPE zq>", "</div></div>zq", "</textarea><b>zq</b>",
    "</style><b>zq</b>", "'><b>zq</b>", "\"><b>zq</b>", "' onclick='!' zq='",
    "\" onmouseover=\"!\" zq=\"", "<b/zq>", "<B>zq</B>", "<<b>zq</b>", "<b\n>zq</b>",
    "< b>zq</ b>", "&lt;script&gt;!//zq&lt;/script&gt;", "&#60;b&#62;zq", "%%3Cb%%3Ezq",
    "\\x3cb\\x3ezq", "\\u003cb\\u003ezq", "<b zq", "zq<br>zq", "<zq-zq>zq</zq-zq>",
    "<template><b>zq", "<noscript>zq", "<plaintext>zq", "<xmp>zq",
    "<a href=data:text/html,zq>zq</a>", "<img srcset='%s.png 1x'>",
    "<picture><source srcset=%s.png>zq", "<use href='%s#zq'>", "<svg><image href=%s.png />zq",
)  # fmt: skip
_STREAMLIT = (
    ":material/zq:", ":material/zoom_in: zq", ":red[zq]", ":blue-background[zq]",
    ":rainbow[zq]", ":small[zq]", ":gray-badge[zq]", ":green-badge[:material/check: zq]",
    ":streamlit: zq", ":lobster: zq", ":+1: zq", ":zq:", "zq -> zq", "zq <- zq", "zq --- zq",
    "zq >= zq", "zq ~= zq", ":color[zq]{foreground=red}", ":violet[**zq**]", ":primary[zq]",
    "::zq", ":::zq\nzq\n:::", ":material/zq", "\\:material/zq:", ":orange[[zq](%s)]", ":red[zq",
    "::material/zq::",
)  # fmt: skip
_LATEX = (
    "$zq$", "$$zq$$", "$\\frac{zq}{2}$", "\\(zq\\)", "\\[zq\\]", "$\\href{%s}{zq}$", "5$ zq 6$",
    "$\\includegraphics{%s}$zq", "$`zq`$", "\\begin{zq}x\\end{zq}", "$zq\n$", "\\$zq\\$",
    "[latex]zq[/latex]", "[$]zq[/$]", "[$$]zq[/$$]", "$\\unicode{x41}zq$",
)  # fmt: skip
_CODE = (
    "'''zq'''", '"""zq"""', '""" + zq + """', "'; zq; '", '"; zq; "', "zq'", 'zq"', "zq\\",
    "\\zq", "\\'zq", '\\"zq', "zq\\\\", "\\N{BULLET}zq", "\\x41zq", "\\u0041zq", "\\nzq",
    "zq\nimport os", "zq\n%%bash\nid", "%%zq", "!zq", "?zq", "zq)", "zq]", "zq}", "(zq", "{zq",
    "#zq", "# zq\nzq()", "{zq}", "{}zq", "{0}zq", "{zq.__class__}", "{{zq}}", "{{{zq}}}",
    "%%s zq", "%%(zq)s", "%%n zq", "${zq}", "$(zq)", "#{zq}", "<%%= zq %%>", "{%% zq %%}",
    "{# zq #}", "`zq`;id", "zq;id", "zq|id", "zq&&id", "zq > zq", "@zq", "zq@", "lambda: zq",
    "__import__('zq')", "f'{zq}'", "r'\\zq'", "0zq",
)  # fmt: skip
_DATA = (
    "=cmd|'/C zq'!A0", "=HYPERLINK(\"%s\";\"zq\")", "+zq()", "-zq()", "@SUM(zq)", "\t=zq()",
    "\r=zq()", "=1+zq", "+1zq", "-zq", "=zq", "zq,zq", "zq;zq", "zq\tzq", '"zq","zq"',
    "zq\r\nzq,zq", "'zq", "'=zq", '{"zq": 1}', '["zq"]', "{'zq': 1}", "null zq", "NaN zq",
    "!!python/object:zq", "- zq: &zq", "zq: *zq", "--- zq", "%%YAML zq", "? zq", "zq: |\n  zq",
    "&zq", "*zq", "zq: zq", "%%PDF-zq", "'; DROP TABLE picture; -- zq", "' OR '1'='1 zq",
    "zq' UNION SELECT 1 --", "zq%%' --", "zq_%%", "c1::zq", "{{c1::zq}}", "{{Front}}zq",
    "[sound:zq.mp3]", "[anki:tts]zq[/anki:tts]", "1970-01-01zq",
)  # fmt: skip
_NAMES = (
    "../zq", "../../etc/zq", "/etc/zq", "\\\\zq\\zq", "C:\\zq", "c:zq", "zq/zq", "zq\\zq",
    "./zq", ".zq", "~/zq", "zq.", "zq ", " zq", "CON.zq", "NUL", "aux.zq.jpg", "COM1 zq",
    "zq:zq", "zq*?", "<zq>|", "file:///zq", "data:text/html,<b>zq</b>",
    "data:image/png;base64,zq", "javascript:!//zq", "vbscript:zq", "blob:zq", "%%2e%%2e/zq",
    "..%%2fzq", "zq%%00.jpg", "zq.jpg.exe", "-rf zq", "zq\x00zq", "zq\x00.jpg", "Thumbs.db zq",
    "zq…", "~$zq", "desktop.ini zq",
)  # fmt: skip
_SIGNS = (
    "\u202ezq", "zq\u202egnp.exe", "\u2066zq", "\u2067zq\u2069", "\u200bzq", "z\u200dq zq",
    "zq\u200b", "\ufeffzq", "\u00adzq", "zq\u034f", "\x01zq\x02", "\x1b[31mzq", "zq\x07",
    "zq\x08\x08", "\x7fzq", "\x9bzq", "zq\u0300\u0301\u0302\u0303" * 12,
    "z" + "\u0336" * 60 + "q zq", "مرحبا zq", "שלום zq", "‏zq‏", "漢字 zq", "かな zq", "한글 zq",
    "ไทย zq", "हिन्दी zq", "👩‍👩‍👧‍👦 zq", "🏳️‍🌈zq", "🦈 zq", "ß zq", "İzq", "ﬁzq", "Å zq",
    "A\u030a zq", "ｚｑ zq", "𝐳𝐪 zq", "\U000e0041zq", "\ufffdzq", "zq\uffff", "zq" * 120,
    "zq " * 80, "x" * 200 + " zq", "W" * 120 + "zq", "\u00a0zq\u00a0", "\u3000zq", "zq\n" * 9,
    "​", "zq\u2060zq", "\u2800zq",
)  # fmt: skip


def _written(text: str) -> str:
    with_address = text.replace("%%", "\0%").replace("%s", AT).replace("\0%", "%")
    return with_address.replace("'!'", f"'{FIRED}'").replace('"!"', f'"{FIRED}"')


def _script(text: str) -> str:
    """`!` stands for a script in the HTML ones."""
    return _written(text).replace(">!", f">{FIRED}").replace(":!", f":{FIRED}")


HOSTILE: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *map(_script, _HTML),
            *map(_written, (*_MARKDOWN, *_STREAMLIT, *_LATEX, *_CODE, *_DATA, *_NAMES)),
            *_SIGNS,
        ]
    )
)

# What is never right for a text: bold and italics may stand around a name, these may not.
NEVER = frozenset(
    ("a", "img", "script", "iframe", "object", "embed", "svg", "math", "style", "link", "base",
     "form", "input", "button", "video", "audio", "source", "details", "marquee", "u", "del", "s",
     "template", "noscript", "plaintext", "xmp", "picture", "image", "use", "zq-zq", "meta")
)  # fmt: skip
LEADING = frozenset(
    ("href", "src", "srcset", "data", "action", "style", "background", "srcdoc", "content")
)
VOID = frozenset(("img", "input", "br", "hr", "meta", "link", "base", "embed", "source", "wbr"))


class _Births(HTMLParser):
    def __init__(self, never: frozenset[str]) -> None:
        super().__init__()
        self._never, self._open = never, list[str]()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        odd = [f"{name}={value}" for name, value in attrs if _is_odd(name, value or "")]
        if odd:
            self.found.append(f"<{tag} {' '.join(odd)}>")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in self._open:
            if self._open.pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        inside = self._never.intersection(self._open)
        if inside and "zq" in data.lower():
            self.found.append(f"{sorted(inside)}: {data}"[:200])


def _is_odd(name: str, value: str) -> bool:
    """Whether an attribute runs something, or leads where one of them says; others are words."""
    ours = value.startswith("data:image/jpeg;base64,/9j/")  # its letters are any
    return name.startswith("on") or (name in LEADING and "zq" in value.lower() and not ours)


def born_of_them(html: str, never: frozenset[str] = NEVER) -> list[str]:
    """The elements of a page, or of a part of one, that hold or name "zq" and are not for text."""
    births = _Births(never)
    births.feed(html)
    births.close()
    return births.found


def in_turn(start: int = 0) -> Iterator[str]:
    """All of them, for ever, from one of them on."""
    number = start
    while True:
        yield HOSTILE[number % len(HOSTILE)]
        number += 1
