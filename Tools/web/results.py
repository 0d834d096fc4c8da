"""Looks at studies in a real browser: ADDRESS [FOLDER for screenshots]. One of them runs meanwhile. Prints a line for every
check that failed."""

import os
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ADDRESS = sys.argv[1]
FOLDER = sys.argv[2] if len(sys.argv) > 2 else None
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def look(page, name, scripts=True):
    if FOLDER:
        page.screenshot(path=os.path.join(FOLDER, f"results-{name}.png"), full_page=True)
    if not scripts:
        return
    for violation in Axe().run(page).response["violations"]:
        nodes = [node["html"][:80] for node in violation["nodes"][:3]]
        failures.append(f"{name}: axe: {violation['id']}: {violation['help']}: {nodes}")
    check(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
          f"{name}: wider than the screen")


def watched(context, name):
    page = context.new_page()
    page.on("console", lambda message: failures.append(f"{name}: console: {message.text}")
            if message.type == "error" else None)
    page.on("pageerror", lambda error: failures.append(f"{name}: {error}"))
    page.on("request", lambda request: check(
        request.url.startswith((ADDRESS, "data:")), f"{name}: asks {request.url[:80]}"))
    return page


def follow(context):
    """A page that is open while the study trains and ends: it changes by itself."""
    page = watched(context, "live")
    page.goto(ADDRESS)
    check(page.url.endswith("/results"), "no list of studies at the beginning")
    look(page, "list")
    page.click("text=Is it there?")
    page.wait_for_selector(".state.running", timeout=60_000)
    page.wait_for_selector("td meter", timeout=60_000)
    page.wait_for_selector(".plot polyline", timeout=60_000)
    # What is chosen stays chosen while the page changes.
    page.wait_for_selector("input[type=checkbox]")
    page.locator("input[type=checkbox]").first.check()
    before = page.inner_text("#live")
    page.wait_for_function("text => document.getElementById('live').innerText !== text", arg=before)
    check(page.locator("input:checked").count() == 1, "the choice is lost")
    look(page, "running")
    page.wait_for_selector("text=complete", timeout=120_000)
    check("2 of 2 trials done" in page.inner_text("#live"), "not all trials are done")
    # Charts and report come after the last trial.
    for _ in range(120):
        page.reload()
        if page.locator("text=Read the report").count():
            break
        page.wait_for_timeout(500)
    page.wait_for_selector(".gallery img")
    look(page, "complete")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.click("text=Compare selected trials")
    page.wait_for_selector("h1:has-text('side by side')")
    check(page.locator("thead th").count() == 4, "not two trials in two tables")
    check("schedule" in page.inner_text("main"), "no difference in the schedule")
    look(page, "comparison")
    page.go_back()
    page.click("text=Read the report")
    page.wait_for_selector("h2:has-text('Results')")
    check(page.locator("main img").count() > 3, "no charts in the report")
    check(page.evaluate("[...document.images].every(image => image.naturalWidth > 0)"), "pictures are missing")
    page.click("text=Back to the study")
    page.wait_for_selector(".gallery img")
    captions = page.locator(".gallery figcaption").all_inner_texts()
    check("Validation accuracy" in captions, f"the charts are called {captions}")
    page.locator(".gallery a").first.click()
    check(page.url.endswith((".png", ".svg")), "no chart by itself")


def visit(context, name, scripts):
    page = watched(context, name)
    page.goto(ADDRESS)
    page.click("text=Is it there?")
    page.wait_for_selector("#live table")
    look(page, name, scripts)
    page.locator("input[type=checkbox]").first.check()
    page.click("text=Compare selected trials")
    page.wait_for_selector("h1:has-text('side by side')")
    look(page, f"{name}-comparison", scripts)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("STUDY_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
    follow(browser.new_context(viewport={"width": 1100, "height": 900}))
    visit(browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True), "phone", True)
    visit(browser.new_context(viewport={"width": 1100, "height": 900}, color_scheme="dark"), "dark", True)
    visit(browser.new_context(java_script_enabled=False), "without-javascript", False)
    browser.close()
for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)
