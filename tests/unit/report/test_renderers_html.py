import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.unit.report.factories import CRIMES, LATE, MONTHS, SEAL, cards, document
from tongket.model.errors import FigureError
from tongket.report.document import Paragraph
from tongket.report.renderers.html import render_html
from tongket.report.spans import Derived, line

VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """Read a page into (tag, attributes) and check that every element is closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style", "script"):
            self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def text():
    return render_html(document(), cards(document()))


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_the_page_asks_the_network_for_nothing(text, page):
    assert not re.search(r"https?://|//[a-z]", re.sub(r"data:[^\"']+", "", text).replace("// Reading", ""))
    for _, attrs in page.elements:
        for name in ("src", "href", "action", "srcset", "poster"):
            value = attrs.get(name)
            assert value is None or value.startswith(("#", "data:image/")), value
    assert page.all("link") == []


def test_the_policy_allows_the_one_script_by_its_digest(text, page):
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    script = re.search(r"<script>(.*?)</script>", text, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy == (f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:")
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)


def test_every_number_opens_a_card_that_is_there(page):
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    numbers = [attrs["href"][1:] for attrs in page.all("a") if attrs.get("class") == "n"]
    opened = {attrs["id"] for attrs in page.all("article")}
    assert {CRIMES.id, LATE.id, MONTHS[0].id, "other1"} <= set(numbers)
    assert set(numbers) <= opened
    assert {attrs["href"][1:] for attrs in page.all("a")} <= set(ids) | {"_"}


def test_a_card_tells_definition_seal_interval_and_history(text):
    card = re.search(rf'<article class="card" id="{CRIMES.id}".*?</article>', text, re.S)[0]
    for piece in ("Số vụ được khởi tố trong kỳ.", SEAL, "528–623", "15/12/2021 – 14/12/2022", "mps:2019", "−46,20%"):
        assert piece in card
    assert "Báo cáo muộn" in card
    assert "status &lt;&gt; &#x27;unfounded&#x27;" in card


def test_derived_numbers_open_a_card_that_names_their_figures():
    derived = Derived((CRIMES, MONTHS[0]), 2, "2", "đếm số tháng tăng")
    sample = document(blocks=(Paragraph(line("có ", derived, " tháng")),), annexes=())
    made = render_html(sample, cards(sample))
    card = re.search(r'<article class="card" id="other1".*?</article>', made, re.S)[0]
    assert "đếm số tháng tăng" in card
    assert f'href="#{MONTHS[0].id}"' in card
    Page(made)


@pytest.mark.parametrize(("language", "tag"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_language_landmarks_and_headings(language, tag):
    sample = document(language)
    made = Page(render_html(sample, cards(sample)))
    assert made.all("html")[0]["lang"] == tag
    for landmark in ("header", "main", "footer", "nav"):
        assert made.all(landmark)
    levels = [int(name[1]) for name, _ in made.elements if re.fullmatch(r"h[1-6]", name)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert made.all("a")[0]["class"] == "skip"
    assert any(m.get("name") == "viewport" for m in made.all("meta"))


def test_tables_have_scoped_heads_and_pictures_words(page):
    assert all("scope" in attrs for attrs in page.all("th"))
    assert [bool(attrs["alt"]) for attrs in page.all("img")] == [True, True]


def test_what_people_write_is_only_text(text, page):
    assert '<dữ liệu & ký hiệu đặc biệt> #let $x$ \\ "ngoặc"' in "".join(page.words)
    assert "<dữ liệu" not in text


def test_marks_stand_on_the_page(text):
    assert text.count('class="mark"') == 1
    assert "SỐ LIỆU MÔ PHỎNG / SYNTHETIC DATA" in text
    assert '<div class="wm" aria-hidden="true">SƠ BỘ</div>' in text
    bare = document(synthetic=False, watermark=None)
    assert 'class="mark"' not in render_html(bare, cards(bare))


def test_none_is_never_printed_and_the_text_is_stable(text, page):
    assert not re.search(r"\bNone\b", "".join(page.words))
    assert render_html(document(), cards(document())) == text


def test_a_figure_without_card_is_refused():
    with pytest.raises(FigureError, match="needs its card"):
        render_html(document(), {})
