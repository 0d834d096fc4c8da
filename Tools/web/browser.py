"""Uses the pages in a real browser: ADDRESS IMAGE [FOLDER for screenshots]. Prints a line for every check that failed."""

import os
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ADDRESS, IMAGE = sys.argv[1:3]
FOLDER = sys.argv[3] if len(sys.argv) > 3 else None
failures = []

CONTEXTS = {
    "desktop": {"viewport": {"width": 1100, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": {"width": 1100, "height": 900}, "color_scheme": "dark"},
    "without-javascript": {"java_script_enabled": False},
}


def check(holds, what):
    if not holds:
        failures.append(what)


def look(page, name, scripts):
    """A screenshot, what axe-core finds, and whether the page is wider than the screen."""
    if FOLDER:
        page.screenshot(path=os.path.join(FOLDER, name + ".png"), full_page=True)
    if not scripts:
        return
    for violation in Axe().run(page).response["violations"]:
        nodes = [node["html"][:80] for node in violation["nodes"][:3]]
        failures.append(f"{name}: axe: {violation['id']}: {violation['help']}: {nodes}")
    check(
        page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
        f"{name}: wider than the screen",
    )


def upload(page, file):
    page.set_input_files("#image", file)
    page.click("#upload button")


def visit(context, name, scripts):
    page = context.new_page()
    page.on("console", lambda message: failures.append(f"{name}: console: {message.text}")
            if message.type == "error" and "422" not in message.text else None)
    page.on("pageerror", lambda error: failures.append(f"{name}: {error}"))
    page.on("request", lambda request: check(
        request.url.startswith((ADDRESS, "data:", "blob:")), f"{name}: asks {request.url[:80]}"))
    page.goto(ADDRESS)
    look(page, f"{name}-form", scripts)
    upload(page, IMAGE)
    page.wait_for_selector("#result-title")
    check(page.locator("meter").count() == 2, f"{name}: no bar for each class")
    if scripts:
        check(page.evaluate("document.activeElement.id") == "result-title", f"{name}: no focus")
    look(page, f"{name}-result", scripts)
    page.locator(".samples button").first.click()
    page.wait_for_selector("figcaption:has-text('phantom-normal-1')")
    upload(page, {"name": "<b>no.png", "mimeType": "image/png", "buffer": b"no image"})
    page.wait_for_selector("#problem-title")
    check("<b>no.png" in page.inner_text(".problem"), f"{name}: the name is not shown as text")
    look(page, f"{name}-problem", scripts)
    page.goto(ADDRESS + "docs")
    look(page, f"{name}-docs", scripts)


def drop_and_paste(context):
    """Files that come by the mouse and by the clipboard."""
    page = context.new_page()
    page.goto(ADDRESS)
    with open(IMAGE, "rb") as file:
        content = list(file.read())
    make = """([content, kind]) => {
        const file = new File([new Uint8Array(content)], "it.jpeg", { type: "image/jpeg" });
        const data = new DataTransfer();
        data.items.add(file);
        const event = kind === "drop"
            ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
        document.body.dispatchEvent(event);
    }"""
    for kind in ["drop", "paste"]:
        page.goto(ADDRESS)
        page.evaluate(make, [content, kind])
        page.wait_for_selector("#result-title")
        check("it.jpeg" in page.inner_text("figcaption"), f"{kind}: another image")


def keyboard(context):
    """Tab and Enter alone lead to the prediction of a sample."""
    page = context.new_page()
    page.goto(ADDRESS)
    page.keyboard.press("Tab")
    check("skip" in page.evaluate("document.activeElement.className"), "keyboard: no skip link")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "sample":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    check(outline != "none", "keyboard: the focus does not show")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result-title")
    check(page.evaluate("document.activeElement.id") == "result-title", "keyboard: no focus")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("STUDY_CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox"])
    for name, options in CONTEXTS.items():
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        visit(context, name, options.get("java_script_enabled", True))
        context.close()
    context = browser.new_context()
    drop_and_paste(context)
    keyboard(context)
    browser.close()

print("\n".join(failures))
sys.exit(1 if failures else 0)
