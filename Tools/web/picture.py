"""Makes the screenshot of a report that the README shows: REPORT.html PICTURE.png

Left: the table of results and the first chart. Right: training curves. Pillow, in another Python, makes the file small:
python -c 'from PIL import Image; Image.open("p.png").convert("RGB").quantize(256, method=1, dither=0).save("p.png", optimize=True)'
"""

import os
import pathlib
import sys
import tempfile

from playwright.sync_api import sync_playwright

PAGE, PICTURE = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
HEIGHT = 930

COLLAGE = """
<body style="margin:0;background:#fff"><div style="display:flex;gap:16px;padding:12px;background:#e6e9ee;width:1576px">
<img src="left.png" style="width:780px;height:{0}px;object-fit:cover;object-position:top;border:1px solid #c5ccd6">
<img src="right.png" style="width:780px;height:{0}px;object-fit:cover;object-position:top;border:1px solid #c5ccd6">
</div></body>"""


def clip(page, heading, path):
    """The page from a heading on."""
    page.locator(f"h2:text-is('{heading}')").scroll_into_view_if_needed()
    page.evaluate("name => [...document.querySelectorAll('h2')].find(h => h.textContent == name).scrollIntoView()", heading)
    page.screenshot(path=path)


with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("STUDY_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1180, "height": HEIGHT * 1180 // 780}, color_scheme="light")
    page.goto(PAGE.as_uri())
    clip(page, "Results", f"{folder}/left.png")
    clip(page, "Training", f"{folder}/right.png")
    pathlib.Path(folder, "collage.html").write_text(COLLAGE.format(HEIGHT))
    page = browser.new_page(viewport={"width": 1600, "height": HEIGHT + 26}, device_scale_factor=0.75)
    page.goto(pathlib.Path(folder, "collage.html").as_uri())
    page.screenshot(path=PICTURE)
    browser.close()
