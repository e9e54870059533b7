"""The page "try it" in a real browser: Python runs in it, tables go in and out, and nothing goes anywhere else."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 300_000  # Python starts in seconds, and in minutes on a busy machine
LANGUAGES = ("", "en/")


@pytest.fixture
def tried(page: Page, folder: Path, address: str) -> Any:
    """Opens the page in a language and waits for answers."""
    listed = json.loads((folder / "assets" / "try" / "python" / "parts.json").read_text("utf-8"))
    if not listed["ready"]:
        pytest.skip("the site was built without Python for the browser: python docs/_site/browser.py")

    def opened(language: str = "") -> Page:
        page.goto(f"{address}{language}try/")
        return page

    return opened


def part(page: Page, name: str) -> Any:
    return page.locator(f'#try [data-part="{name}"]')


def answer(page: Page) -> list[list[str]]:
    """The rows of the answer, once it is there."""
    page.wait_for_function(
        """() => document.querySelector('#try').getAttribute('aria-busy') === 'false'
            && document.querySelector('#try [data-part=said]').textContent""",
        timeout=PATIENCE,
    )
    rows: list[list[str]] = (
        part(page, "rows").locator("tr").evaluate_all("all => all.map(r => [...r.cells].map(c => c.innerText.trim()))")
    )
    return rows


def paste(page: Page, text: str) -> list[list[str]]:
    part(page, "text").fill(text)
    part(page, "run").click()
    return answer(page)


def saved(page: Page, name: str, where: Path) -> tuple[str, bytes]:
    with page.expect_download() as started:
        part(page, name).click()
    started.value.save_as(where)
    return started.value.suggested_filename, where.read_bytes()


def drop(page: Page, name: str, content: bytes) -> list[list[str]]:
    part(page, "said").evaluate("said => { said.textContent = '' }")  # the page hears of a file a moment later
    part(page, "file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    return answer(page)


def test_a_pasted_list_is_answered_and_the_files_can_be_had(tried: Any, tmp_path: Path) -> None:
    page = tried()
    texts = ["新余渝水", "朝阳区", "江西省新余市鱼水区", "Yushui District, Xinyu", "广东省南昌市", "苹果手机"]
    rows = paste(page, "\n".join(texts))
    assert [row[0] for row in rows] == texts
    assert [row[1] for row in rows] == ["已识别", "有歧义", "已识别", "已识别", "自相矛盾", "未识别"]
    assert [row[3] for row in rows] == ["360502", "", "360502", "360502", "", ""]
    assert rows[0][2] == "江西省/新余市/渝水区"
    assert rows[0][4] == "渝水区"
    assert rows[1][2].splitlines() == ["北京市/朝阳区", "吉林省/长春市/朝阳区"]
    name, table = saved(page, "table", tmp_path / "table")
    assert name == "pasted.places.csv"
    assert table.startswith(b"\xef\xbb\xbf")
    assert table.decode("utf-8-sig").count("360502") == 3
    name, report = saved(page, "report", tmp_path / "report")
    assert name == "pasted.report.html"
    assert "pasted.tsv" in report.decode("utf-8")
    page.locator("#try .report summary").click()
    frame = page.frame_locator("#try iframe")
    assert "pasted.tsv" in frame.locator("h1").inner_text()


def test_a_workbook_with_three_columns_comes_back_as_one(tried: Any, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (
        ["省", "市", "县", "人数"],
        ["吉林", "长春", "朝阳区", 3],
        ["北京", "市辖区", "朝阳", 4],
        ["湖南", None, "祁阳县", 5],
    ):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    page = tried("en/")
    rows = drop(page, "学校.xlsx", content.getvalue())
    assert [row[3] for row in rows] == ["220104", "110105", "431181"]
    assert [part(page, role).input_value() for role in ("province", "prefecture", "county", "column")] == [
        "1",
        "2",
        "3",
        "",
    ]
    name, table = saved(page, "table", tmp_path / "table.xlsx")
    assert name == "学校.places.xlsx"
    cells = list(openpyxl.load_workbook(BytesIO(table)).active.iter_rows(values_only=True))
    assert cells[0][:5] == ("省", "市", "县", "人数", "place_status")
    assert [row[3] for row in cells[1:]] == [3, 4, 5]
    assert [row[5] for row in cells[1:]] == ["220104", "110105", "431181"]


def test_a_file_of_an_old_encoding_errors_and_choices(tried: Any) -> None:
    page = tried("en/")
    rows = drop(page, "old.csv", "学校,地址\n一小,江西省新余市渝水区仙来大道1号\n二小,朝阳区\n".encode("gb18030"))
    assert [row[1] for row in rows] == ["resolved", "ambiguous"]
    page.locator("#try [data-part=options] summary").click()
    part(page, "within").fill("北京")
    part(page, "run").click()
    assert [row[3] for row in answer(page)] == ["", "110105"]
    part(page, "within").fill("某某某")
    part(page, "run").click()
    answer(page)
    assert "某某某" in part(page, "said").inner_text()
    part(page, "within").fill("")
    drop(page, "none.csv", b"name,n\napple,1\npear,2\n")
    assert not part(page, "results").is_visible()
    assert "Choose the columns" in part(page, "said").inner_text()
    drop(page, "broken.xlsx", b"no workbook")
    assert "broken.xlsx" in part(page, "said").inner_text()
    assert not part(page, "results").is_visible()


def test_the_work_can_be_stopped_and_begun_anew(tried: Any) -> None:
    page = tried()
    part(page, "text").fill("渝水区")
    part(page, "run").click()
    part(page, "stop").click()
    page.wait_for_function("document.querySelector('#try').getAttribute('aria-busy') === 'false'")
    assert part(page, "said").inner_text() == "已停止。"
    assert [row[3] for row in paste(page, "渝水区\n新余渝水")] == ["360502", "360502"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_happens_before_a_text_is_there_and_nothing_is_fetched(tried: Any, language: str) -> None:
    asked: list[str] = []
    page = tried(language)
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(500)
    assert [url for url in asked if "python/" in url] == []
    part(page, "run").click()
    assert part(page, "said").inner_text() != ""
    assert not part(page, "results").is_visible()


def test_the_browser_itself_refuses_every_other_host(tried: Any, browser: Any) -> None:
    address = tried().url
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(address)
    away = []
    context.on("request", lambda request: away.append(request.url) if "elsewhere" in request.url else None)
    refused = """async () => {
        const ask = () => fetch('https://elsewhere.invalid/?q=1').then(() => 'sent', () => 'refused');
        const script = new Blob([`onmessage = async () => postMessage(await (${ask})())`], { type: 'text/javascript' });
        const worker = new Worker(URL.createObjectURL(script));
        const inside = new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.postMessage(1); });
        const rule = new Promise((done) => addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective)));
        return [await ask(), await rule, await inside];
    }"""
    assert opened.evaluate(refused) == ["refused", "connect-src", "refused"]
    assert away == []
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_fits_a_phone(tried: Any, language: str) -> None:
    page = tried(language)
    page.set_viewport_size({"width": 390, "height": 800})
    rows = paste(page, "内蒙古自治区呼和浩特市土默特左旗察素齐镇人民路100号院3号楼2单元\n鼓楼区\n" + "很长的文字" * 40)
    assert len(rows) == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = "all => all.filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 80))"
    assert page.locator("#try :is(td, button, a, textarea, select, summary)").evaluate_all(wide) == []
