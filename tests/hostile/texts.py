"""Texts that try to be more than text, each with what it is after."""

TEMPLATE = "{{ cycler.__init__.__globals__.os.mkdir('FOLDER') }}"

TEXTS = {
    "runs Python in a template": TEMPLATE,
    "sets a template's variable": "{% set a = cycler.__init__.__globals__.os.mkdir('FOLDER') %}",
    "loops in a template": "{% for a in range(3) %}{{ a }}{% endfor %}{# gone #}",
    "ends a script": "</script><script>window.pwned = 1</script>",
    "ends a data block": '"}]}</script><img src=x onerror="window.pwned = 1">',
    "opens a comment": "<!-- <script> --!> <!--",
    "ends a CDATA section": "]]><b>bold</b>",
    "is an element with a handler": "<img src=x onerror=window.pwned=1>",
    "is an SVG with a handler": "<svg onload=window.pwned=1><script>window.pwned=1</script></svg>",
    "asks the network": "<img src='https://a.example/x.png'><link rel=stylesheet href=//b.example>",
    "ends an attribute": '" onmouseover="window.pwned=1" x=\'',
    "is a template of JavaScript": "`${window.pwned = 1}` ${globalThis.pwned = 1}",
    "breaks a string of JavaScript": "'; window.pwned = 1; '\\'; window.pwned = 1; \\\"",
    "ends a line of JavaScript": "a\u2028window.pwned = 1\u2029b",
    "is an address that runs": "javascript:window.pwned=1",
    "has an address of a file": "file:///etc/passwd data:text/html,<script>window.pwned=1</script>",
    "holds NUL": "before\0after",
    "holds halves of surrogate pairs": "\ud800 alone \udc00\udfff",
    "holds control characters": "\x01\x02\x07\x08\x1b[31m\x7f\x85\x9f",
    "turns the direction of writing": "\u202eevila\u202c \u2067rtl \u200f\u061c",
    "is an entity": "&lt;b&gt; &amp; &#x3c;script&#x3e; &nbsp;",
    "is a style": "</style><style>*{display:none}</style> url(https://a.example)",
    "names what objects have": "__proto__ constructor toString hasOwnProperty",
    "is a format": "{name} {0.__class__} %s %(a)s %n $a",
    "is a path": "../../etc/passwd C:\\Windows\\..\\",
    "is a formula": '=HYPERLINK("https://a.example")',
    "has many marks": "Z\u0351\u036b\u0343" * 40,
    "is white space": " \t\r\n\u00a0\u3000\u200b ",
    "is in several scripts": "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u4e2d\u6587 \U0001f46e",
}
"""What it is after: the text. FOLDER stands for a folder that must not come to be."""

LONG = "<b>{{ 7*7 }}</b> `${1}` " + "so many words " * 75_000
"""More than a megabyte."""


def texts_for(folder):
    """Return the texts, aimed at ``folder``."""
    return {name: text.replace("FOLDER", str(folder)) for name, text in TEXTS.items()}
