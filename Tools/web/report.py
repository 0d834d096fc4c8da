"""Reads a report's page in a real browser: PAGE [FOLDER for screenshots]. Prints a line for every check that failed."""

import os
import pathlib
import sys
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PAGE = pathlib.Path(sys.argv[1]).resolve()
FOLDER = sys.argv[2] if len(sys.argv) > 2 else None
failures = []

CONTEXTS = {
    f"{width}-{scheme}": {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    for width in (390, 1200)
    for scheme in ("light", "dark")
}


def check(holds, what):
    if not holds:
        failures.append(what)


def read(context, name):
    """The page as it opens: nothing on the console, nothing from elsewhere, every picture there, no wider than the screen."""
    page = context.new_page()
    page.on("console", lambda message: failures.append(f"{name}: console: {message.text}"))
    page.on("pageerror", lambda error: failures.append(f"{name}: error: {error}"))
    page.on("request", lambda request: check(
        request.url == PAGE.as_uri() or request.url.startswith("data:"),
        f"{name}: asks for {request.url[:100]}"))
    page.goto(PAGE.as_uri())
    for details in page.locator("summary").all():
        details.click()
    broken = page.evaluate(
        "[...document.images].filter(image => !image.naturalWidth || !image.alt).map(image => image.alt)")
    check(not broken, f"{name}: pictures that do not show: {broken}")
    check(page.locator("img").count() > 0, f"{name}: no picture")
    check(
        page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
        f"{name}: wider than the screen")
    if FOLDER:
        page.screenshot(path=os.path.join(FOLDER, name + ".png"), full_page=True)
    for violation in Axe().run(page).response["violations"]:
        nodes = [node["html"][:80] for node in violation["nodes"][:3]]
        failures.append(f"{name}: axe: {violation['id']}: {violation['help']}: {nodes}")
    return page


def follow(page, name):
    """Every link: to a place of the page that is there, or to a file that is."""
    for link in page.evaluate("[...document.links].map(link => link.getAttribute('href'))"):
        if link.startswith("#"):
            check(
                page.evaluate("id => document.getElementById(id) !== null", urllib.parse.unquote(link[1:])),
                f"{name}: no place {link}")
        elif "://" not in link:
            path = PAGE.parent / urllib.parse.unquote(link.split("#")[0])
            check(path.exists(), f"{name}: no file {link}")
    place = page.locator("nav a").last
    place.click()
    top = page.evaluate(
        "id => document.getElementById(id).getBoundingClientRect().top",
        place.get_attribute("href")[1:])
    check(-1 <= top <= 900, f"{name}: the last section is at {top} after a click on its link")


def sort(page, name):
    """A click on a head of figures sorts by them; another one turns the order."""
    table = page.locator("table:has(th button span:text-is('test accuracy'))").first
    column = table.locator("th").all_text_contents().index("test accuracy")

    def values():
        cells = table.locator(f"tbody td:nth-child({column + 1})").all_inner_texts()
        return [float(cell.split("%")[0]) for cell in cells]

    before = values()
    for wanted in (sorted(before), sorted(before, reverse=True)):
        table.locator("th button").nth(column).click()
        check(values() == wanted, f"{name}: sorted by accuracy: {values()}")


def sort_with_totals(page, name):
    """Rows of means stay at the end, whichever column is sorted and in whichever order."""
    tables = page.locator("table:has(tbody tr:last-child td:first-child em:text-is('mean'))")
    check(tables.count() > 0, f"{name}: no table with a row of means")
    for table in tables.all():
        for head in table.locator("th button").all():
            for _ in range(2):
                head.click()
                last = table.locator("tbody tr").last.locator("td").first.inner_text()
                check(last == "mean", f"{name}: '{last}' is the last row of a sorted table")


def look(page, name, width):
    """Numbers are below the ends of their heads, tables that scroll say so, and charts have the width of a phone."""
    wrong = page.evaluate("""[...document.querySelectorAll("table:not(:has(img))")].flatMap(table => {
        const row = table.tBodies[0] && table.tBodies[0].rows[0];
        if (!row || !table.tHead || !table.offsetWidth) return [];
        return [...table.tHead.rows[0].cells].filter((head, i) =>
            getComputedStyle(head).textAlign.replace("start", "left") !==
            getComputedStyle(row.cells[i]).textAlign.replace("start", "left"))
            .map(head => head.textContent);
    })""")
    check(not wrong, f"{name}: heads that are aligned otherwise than their columns: {wrong}")
    silent = page.evaluate("""[...document.querySelectorAll(".table")].filter(box => {
        const note = box.previousElementSibling;
        const says = note && note.className === "more" && !note.hidden;
        return (box.scrollWidth > box.clientWidth + 1) !== Boolean(says);
    }).length""")
    check(silent == 0, f"{name}: {silent} tables that scroll without a note, or the reverse")
    if width == 390:
        narrow = page.evaluate(
            "[...document.images].filter(image => image.offsetWidth < 300).map(image => image.alt)")
        check(not narrow, f"{name}: images less than 300 px wide: {narrow}")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("STUDY_CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox"])
    papers = {}
    for name, options in CONTEXTS.items():
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        page = read(context, name)
        papers[options["color_scheme"]] = page.evaluate(
            "getComputedStyle(document.body).backgroundColor")
        follow(page, name)
        sort(page, name)
        sort_with_totals(page, name)
        look(page, name, options["viewport"]["width"])
        context.close()
    check(papers["light"] != papers["dark"], f"light and dark look alike: {papers}")
    browser.close()

print("\n".join(failures))
sys.exit(1 if failures else 0)
