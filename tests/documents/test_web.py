"""Web pages: what is shown as the page's own text, in lines; nothing is fetched or run."""

from __future__ import annotations

import pytest

from xietong.documents.intake import extract

# reason, markup, text
CASES = (
    ("paragraphs are parted by blank lines", "<html><body><p>甲乙</p><p>丙 \n 丁</p></body></html>", "甲乙\n\n丙 丁\n"),
    ("inline elements join", "<html><p>增长<b>5.2</b><span>%</span></p></html>", "增长5.2%\n"),
    ("line breaks and divisions end lines", "<html><div>甲<br>乙</div><div>丙</div></html>", "甲\n乙\n丙\n"),
    ("rows are lines, cells are parted by tabs", "<html><table><tr><th>地区</th><th>总值</th></tr><tr><td><p>北京</p></td><td> 1 </td></tr></table></html>", "地区\t总值\n北京\t1\n"),
    ("an empty cell keeps its place", "<html><table><tr><td></td><td>2023</td></tr><tr><td>甲</td><td>1</td></tr></table></html>", "\t2023\n甲\t1\n"),
    ("page furniture is left out", "<html><head><title>x</title><style>p{}</style></head><body><nav>首页</nav><header>站名</header><script>1</script><div class='footer'>版权</div><p>正文</p><footer>联系</footer><form>搜索</form><aside>推荐</aside></body></html>", "正文\n"),
    ("what is hidden is not read", "<html><body><p style='display:none'>无</p><p hidden>无</p><p>有</p></body></html>", "有\n"),
    ("a clear main part is kept alone", "<html><body><div>栏目</div><article><h1>题</h1><p>正文正文正文正文</p></article></body></html>", "题\n\n正文正文正文正文\n"),
    ("references are characters", "<html><p>R&amp;D &lt; 3&nbsp;%&#8212;</p></html>", "R&D < 3 %—\n"),
    ("white space counts in pre", "<html><pre>甲  1\n乙  2</pre></html>", "甲  1\n乙  2\n"),
    ("items of a list are lines", "<html><ul><li>甲</li><li>乙</li></ul></html>", "甲\n乙\n"),
    ("external entities are not loaded", "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><html><p>甲&x;</p></html>", None),
)  # fmt: skip


@pytest.mark.parametrize(("markup", "content"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_rendering(markup: str, content: str | None) -> None:
    text = extract(markup.encode(), "a.html")
    assert text.extractor == "html/1"
    if content is None:
        assert "甲" in text.content
        with open("/etc/hostname", encoding="utf-8") as file:
            assert file.read().strip() not in text.content
    else:
        assert text.content == content


PAGE = """<html><head><meta charset="{charset}"><title>外贸增长_示例网</title>
<meta name="ArticleTitle" content="前三季度外贸增长"><meta name="PubDate" content="2024-10-18 09:30">
<meta name="ContentSource" content="示例海关"></head>
<body><div id="content"><p>前三季度，外贸进出口总值保持增长，出口快于进口，民营企业占比提高。</p></div></body></html>"""


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "iso-8859-1"])
def test_declared_charset_does_not_mislead(codec: str, charset: str) -> None:
    """Pages often declare what they are not: the bytes decide."""
    text = extract(PAGE.format(charset=charset).encode(codec), "a.html")
    assert text.content == "前三季度，外贸进出口总值保持增长，出口快于进口，民营企业占比提高。\n"
    assert (text.title, str(text.date), text.publisher) == ("前三季度外贸增长", "2024-10-18/2024-10-18", "示例海关")


def test_the_title_loses_the_name_of_the_site() -> None:
    text = extract("<html><head><title>外贸增长_示例网</title></head><p>甲。</p></html>".encode(), "a.html")
    assert text.title == "外贸增长"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 50_000 + "甲", id="nesting"),
        pytest.param("<html>" + "<table><tr><td>" * 5_000 + "甲", id="nested tables"),
        pytest.param("<html><p " + "a='1' " * 50_000 + ">甲</p>", id="attributes"),
        pytest.param("<html>" + "<b><i>" * 20_000 + "甲", id="unclosed inline elements"),
        pytest.param("<!DOCTYPE html [" + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 40)) + "]><html><p>甲&a39;", id="entities"),
    ],
)  # fmt: skip
def test_hostile_markup_ends(markup: str) -> None:
    from xietong.core.errors import DocumentError

    try:
        assert len(extract(markup.encode(), "a.html").content) < 2 * len(markup)
    except DocumentError:
        pass
