"""Opens pages of reports and lessons in Chromium, and drives what moves and answers on them.

    python check_pages.py report.html lessons/index.html

Each page is opened light and dark, 1200 and 320 pixels wide. Nothing may be fetched, the console stays silent, axe
finds no violation, every picture has its words, nothing reaches past the sides. Then rows of layers, moving figures and
pixel explorers are used as a reader would, and compared with what the page itself says.
Chromium is the one on PATH, or $CHROMIUM.
"""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WIDE, NARROW = 1200, 320
IMAGES = {".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp"}
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]


class Checks:
    """What was found, of one page."""

    def __init__(self, name):
        self.name = name
        self.where = ""
        self.passed = 0
        self.failed = 0

    def that(self, holds, message):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.name} ({self.where}): {message}", file=sys.stderr)
        return holds


def chromium():
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else NAMES:
        if found := shutil.which(name):
            return found
    sys.exit("check_pages: no Chromium on PATH; set CHROMIUM to one")


def open_page(browser, file, checks, *, scheme="light", width=WIDE, **options):
    """The page, watched from its first byte on, in a context of its own."""
    checks.where = ", ".join([scheme, f"{width} px", *(name.replace("_", " ") for name in options)])
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, **options)
    page = context.new_page()

    def said(message):
        if message.type in ("error", "warning"):
            checks.that(False, f"the console says: {message.text}")

    def fetched(request):
        address = urlparse(request.url)
        if address.scheme == "data":
            return
        path = Path(unquote(address.path))
        beside = path.suffix in IMAGES and file.parent in path.parents
        checks.that(
            address.scheme == "file" and (path == file or beside),
            f"asks for {request.url}, which is not the page itself",
        )

    page.on("console", said)
    page.on("pageerror", lambda error: checks.that(False, f"a script failed: {error}"))
    page.on("request", fetched)
    page.on("requestfailed", lambda request: checks.that(False, f"{request.url} could not be read"))
    page.goto(file.as_uri())
    page.wait_for_load_state("load")
    return page


# What holds for every page


def check_axe(page, checks, state):
    for violation in Axe().run(page).response["violations"]:
        nodes = violation["nodes"]
        first = nodes[0]
        checks.that(
            False,
            f"{state}: axe: {violation['id']}: {violation['help']} ({len(nodes)}); first: "
            f"{' '.join(map(str, first['target']))}: {first.get('failureSummary', '')}",
        )
    checks.that(True, state)


def check_pictures(page, checks):
    nameless = page.evaluate("""() => [
            ...[...document.images].filter((image) => !image.hasAttribute("alt")),
            // An empty text is right only where words stand in the same link.
            ...[...document.images].filter((image) => image.getAttribute("alt") === "" &&
                !image.closest("a")?.textContent.trim()),
            ...[...document.querySelectorAll("svg")].filter((svg) => svg.getAttribute("role") !== "img" ||
                !(svg.getAttribute("aria-labelledby") ?? "").split(" ").every((id) =>
                    document.getElementById(id)?.textContent.trim())),
            ...[...document.querySelectorAll("canvas")].filter((canvas) => !canvas.closest("[aria-label]")),
        ].map((element) => element.outerHTML.slice(0, 120))""")
    for element in nameless:
        checks.that(False, f"no alternative text: {element}")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    twice = sorted({name for name in ids if ids.count(name) > 1})
    checks.that(not twice, f"ids that stand twice: {', '.join(twice[:5])}")


def check_width(page, checks):
    beyond = page.evaluate("""() => {
            const width = document.documentElement.clientWidth;
            const scrolls = (element) => element && element !== document.body &&
                (["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX) ||
                    scrolls(element.parentElement));
            const past = [...document.querySelectorAll("main *, footer *")].filter((element) =>
                !element.ownerSVGElement && element.getBoundingClientRect().right > width + 0.5 && !scrolls(element));
            return { page: document.documentElement.scrollWidth - width,
                     past: past.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)) };
        }""")
    checks.that(beyond["page"] <= 0, f"the page scrolls sideways by {beyond['page']} px")
    for element in beyond["past"]:
        checks.that(False, f"reaches past the side: {element}")
    # What scrolls inside must be reachable without a mouse.
    stuck = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((element) => !element.closest("[aria-hidden=true]") &&
            ["auto", "scroll"].includes(getComputedStyle(element).overflowX) &&
            element.scrollWidth > element.clientWidth + 1 && element.tabIndex < 0)
            .map((element) => element.outerHTML.slice(0, 120))"""
    )
    for element in stuck[:3]:
        checks.that(False, f"scrolls, but not by keyboard: {element}")


def check_plates(page, checks, shown):
    wrong = page.evaluate(
        """(shown) => [...document.querySelectorAll("figure.plate")].filter((figure) =>
            ["light", "dark"].some((scheme) => {
                const drawing = figure.querySelector(`:scope > .${scheme}`);
                return !drawing || (getComputedStyle(drawing).display !== "none") !== (scheme === shown);
            })).map((figure) => figure.id)""",
        shown,
    )
    checks.that(not wrong, f"not the {shown} drawing alone: {', '.join(wrong)}")


def check_focus(page, checks):
    """Everything that Tab reaches shows that it was reached, and nothing holds it."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    seen = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
                const element = document.activeElement;
                if (!element || element === document.body) return null;
                element.dataset.reached ??= String(document.querySelectorAll("[data-reached]").length);
                const box = element.getBoundingClientRect();
                const { outlineStyle, outlineWidth } = getComputedStyle(element);
                return { id: element.dataset.reached, words: element.outerHTML.slice(0, 100),
                         rings: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
                         inside: box.bottom > 0 && box.top < innerHeight };
            }""")
        if at is None or at["id"] in seen:
            break
        seen.add(at["id"])
        checks.that(at["rings"], f"no ring around what has the focus: {at['words']}")
        checks.that(at["inside"], f"has the focus, but is not to be seen: {at['words']}")
    reachable = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
            .filter((element) => element.checkVisibility() && !element.dataset.reached)
            .map((element) => element.outerHTML.slice(0, 100))"""
    )
    checks.that(not reachable, f"Tab does not reach {reachable[:3]}")
    page.keyboard.press("Escape")


# Layers


def check_layers(page, checks):
    rows = page.locator("tr[data-layer]")
    panel = page.locator(".peek")

    def place(row):
        return row.evaluate(
            "(row) => { const box = row.getBoundingClientRect(); return [box.left, box.top + scrollY]; }"
        )

    for index in sorted({0, rows.count() // 2, rows.count() - 1} if rows.count() else set()):
        row = rows.nth(index)
        name = row.get_attribute("data-layer")
        expected = page.evaluate(
            """(name) => {
                const section = [...document.querySelectorAll("section.layer")]
                    .find((one) => one.dataset.layer === name);
                return section && { id: section.id, words: section.textContent.replace(/\\s+/g, "") };
            }""",
            name,
        )
        if not checks.that(expected, f"the row of {name} has no section"):
            continue
        row.scroll_into_view_if_needed()
        before = place(row)
        row.locator("th").hover()
        if checks.that(panel.is_visible(), f"pointing at {name} shows nothing"):
            words = panel.evaluate("(panel) => panel.textContent.replace(/\\s+/g, '')")
            checks.that(words == expected["words"], f"pointing at {name} shows something else: {words[:80]}")
            checks.that(place(row) == before, f"pointing at {name} moved the page")
            covered = panel.evaluate(
                """(panel, name) => { const a = panel.getBoundingClientRect();
                    const b = [...document.querySelectorAll("tr[data-layer]")]
                        .find((row) => row.dataset.layer === name).getBoundingClientRect();
                    return a.top < b.bottom && b.top < a.bottom; }""",
                name,
            )
            checks.that(not covered, f"the panel of {name} covers its row")
        page.keyboard.press("Escape")
        checks.that(panel.is_hidden(), f"Escape does not hide the panel of {name}")
        page.mouse.move(2, 2)
        link = row.locator("a")
        page.evaluate("document.activeElement.blur()")
        link.focus()
        checks.that(panel.is_visible(), f"the focus on {name} shows nothing")
        if index == 0:
            check_axe(page, checks, f"with the panel of {name}")
        page.keyboard.press("Enter")
        page.wait_for_timeout(50)
        checks.that(
            page.evaluate("location.hash") == f"#{expected['id']}", f"the link of {name} does not lead to its section"
        )
        checks.that(panel.is_hidden(), f"the panel of {name} stays after the jump")
    # Without sections that say more, nothing in a diagram looks as if it answered.
    parts = page.locator("figure svg.answering [data-layer]:visible")
    if rows.count():
        checks.that(parts.count() > 0, "no layer of the diagram can be pointed at")
    for index in sorted({0, parts.count() // 2, parts.count() - 1} if parts.count() else set()):
        part = parts.nth(index)
        # One block may stand for several layers; it speaks for the first.
        name = part.get_attribute("data-layer").split("\n")[0]
        part.scroll_into_view_if_needed()
        part.hover(force=True)
        checks.that(panel.is_visible(), f"pointing at {name} in the diagram shows nothing")
        marked = page.locator("tr.pointed").evaluate_all("(rows) => rows.map((row) => row.dataset.layer)")
        checks.that(marked == [name], f"pointing at {name} in the diagram marks {marked}")
        dimmed = page.locator("figure svg.pointing").count()
        checks.that(dimmed > 0, f"pointing at {name} does not let the rest of the diagram step back")
        page.keyboard.press("Escape")
        checks.that(panel.is_hidden(), f"Escape does not hide the panel of {name}")
        page.mouse.move(2, 2)


# Moving figures


def film(drawing):
    """The figure's steps, and which of its classes each shows, from the drawing's own CSS."""
    css = drawing.locator("style").text_content()
    count = len(re.findall(r"Step \d+:", drawing.locator("desc").text_content()))
    total = float(re.search(r"animation:([\d.]+)s step-end", css)[1])
    general = float(re.search(r"step-end (-?[\d.]+)s", css)[1])
    keyframes = {}
    for name, body in re.findall(r"@keyframes ([\w-]+)\{((?:[^{}]*\{[^{}]*\})*)\}", css):
        keyframes[name] = sorted(
            (float(offset), value == "visible")
            for offsets, value in re.findall(r"([^{}]+)\{visibility:(\w+)\}", body)
            for offset in re.findall(r"([\d.]+)%", offsets)
        )
    shown = [set() for _ in range(count)]
    for name, body in re.findall(r"^\.([\w-]+)\{(.*?)\}", css, re.M):
        delay = re.search(r"animation-delay:(-?[\d.]+)s", body)
        delay = float(delay[1]) if delay else general
        stops = keyframes[re.search(r"animation-name:([\w-]+)", body)[1]]
        for step in range(count):
            share = (((step + 0.5) / count * total - delay) / total % 1) * 100
            if [visible for offset, visible in stops if offset <= share][-1]:
                shown[step].add(name)
    return count, shown


def check_moving(page, checks, starts):
    for figure in page.locator("figure.moving").all():
        name = figure.get_attribute("id")
        drawing = figure.locator("svg:visible")
        count, steps = film(drawing)
        if not checks.that(figure.locator(".controls").count() == 1, f"{name} has no controls"):
            continue
        counter = figure.locator(".count")
        slider = figure.locator("input[type=range]")
        back, play, forward = figure.locator(".controls button").all()
        figure.scroll_into_view_if_needed()
        first = counter.text_content()
        checks.that(
            play.text_content() == ("Pause" if starts else "Play"),
            f"{name} {'rests' if starts else 'moves'} at first",
        )
        page.wait_for_timeout(1100)
        checks.that(
            (counter.text_content() != first) == starts, f"{name} {'does not move' if starts else 'moves'} at first"
        )
        if starts:
            play.click()

        def expect(step, doing):
            text = counter.text_content()
            checks.that(
                text == f"step {step} of {count}", f"{name}, {doing}: “{text}” instead of step {step} of {count}"
            )
            checks.that(
                slider.input_value() == str(step), f"{name}, {doing}: the slider is at {slider.input_value()}"
            )
            seen = set(
                drawing.evaluate(
                    """(svg) => [...svg.querySelectorAll("[class]")]
                    .filter((part) => getComputedStyle(part).visibility === "visible")
                    .map((part) => part.className.baseVal)"""
                )
            )
            checks.that(seen == steps[step - 1], f"{name}, {doing}: the drawing does not show step {step}")

        slider.focus()
        page.keyboard.press("Home")
        expect(1, "slider at its start")
        height = figure.bounding_box()["height"]
        for step in range(2, count + 1):
            forward.click()
            expect(step, "forward")
            checks.that(
                figure.bounding_box()["height"] == height, f"{name}, forward: step {step} changes the figure's height"
            )
        forward.click()
        expect(1, "forward from the last")
        back.focus()
        page.keyboard.press("Enter")
        expect(count, "back from the first")
        slider.focus()
        page.keyboard.press("ArrowLeft")
        expect(count - 1, "arrow on the slider")
        spoken = slider.get_attribute("aria-valuetext")
        checks.that(spoken.startswith(f"step {count - 1} of {count}"), f"{name}: the slider says “{spoken}”")
        play.click()
        checks.that(play.text_content() == "Pause", f"{name}: playing is not to be paused")
        before = counter.text_content()
        page.wait_for_timeout(1100)
        checks.that(counter.text_content() != before, f"{name}: does not play")
        play.click()
        before = counter.text_content()
        page.wait_for_timeout(1100)
        checks.that(counter.text_content() == before, f"{name}: does not pause")
        # The other scheme's drawing takes over where this one stood.
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(50)
        drawing, at = figure.locator("svg:visible"), int(slider.input_value())
        count, steps = film(drawing)
        expect(at, "after turning dark")
        page.emulate_media(color_scheme="light")
        page.wait_for_timeout(50)


# The pixel explorer


def check_explorer(page, checks):
    for figure in page.locator("figure.explorer").all():
        name = figure.get_attribute("id")
        data = json.loads(figure.locator("script").text_content())
        output, kernel = data["output"], data["kernel"]
        read = data["padded"] or data["input"]
        rows, columns = output["height"], output["width"]
        pixels = figure.locator("[role=application]")
        if not checks.that(pixels.count() == 1, f"{name} was not built"):
            continue
        figure.scroll_into_view_if_needed()

        def number(text):
            return float(text.replace("−", "-"))

        def expect(row, column, doing):
            words = figure.locator(".sum").text_content()
            if not checks.that(
                words.startswith(f"Row {row}, column {column}:"),
                f"{name}, {doing}: not ({row}, {column}): {words[:60]}",
            ):
                return
            value = output["values"][row * columns + column]
            shown = number(figure.locator(".result").text_content())
            checks.that(
                abs(shown - value) <= 6e-4,
                f"{name}, {doing}: the sum is {shown}, the output at ({row}, {column}) {value}",
            )
            top, left = row * data["stride"][0], column * data["stride"][1]
            window = [
                read["values"][(top + y) * read["width"] + left + x]
                for y in range(kernel["height"])
                for x in range(kernel["width"])
            ]
            tables = {
                "window": window,
                "kernel": kernel["values"],
                "products": [a * b for a, b in zip(window, kernel["values"])],
            }
            for title, values in tables.items():
                cells = [number(text) for text in figure.locator(f"table.{title} td").all_text_contents()]
                right = len(cells) == len(values) and all(abs(a - b) <= 5.1e-3 for a, b in zip(cells, values))
                checks.that(
                    right, f"{name}, {doing}: the {title} at ({row}, {column}) shows {cells[:4]}… for {values[:4]}…"
                )

        def middle(row, column):
            box = pixels.locator("canvas").bounding_box()
            return {"x": (column + 0.5) * box["width"] / columns, "y": (row + 0.5) * box["height"] / rows}

        row, column = data["start"]
        expect(row, column, "at first")
        pixels.focus()
        for key, down, right in [
            ("ArrowRight", 0, 1),
            ("ArrowDown", 1, 0),
            ("ArrowLeft", 0, -1),
            ("ArrowUp", -1, 0),
        ] * 2:
            page.keyboard.press(key)
            row, column = min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
            expect(row, column, key)
        heard = figure.locator("[role=status]").text_content()
        checks.that(heard.startswith(f"Row {row}, column {column}:"), f"{name}: readers who listen hear “{heard}”")
        corners = [
            ("Shift+ArrowUp", "Shift+ArrowLeft", 0, 0),
            ("Shift+ArrowDown", "Shift+ArrowRight", rows - 1, columns - 1),
        ]
        for vertical, horizontal, row, column in corners:
            for _ in range(rows // 10 + 1):
                page.keyboard.press(vertical)
            for _ in range(columns // 10 + 1):
                page.keyboard.press(horizontal)
            expect(row, column, "in the corner")
        row, column = rows // 3, columns // 2
        pixels.click(position=middle(row, column))
        expect(row, column, "click")
        height = figure.bounding_box()["height"]
        pixels.hover(position=middle(rows // 2, columns // 4))
        expect(rows // 2, columns // 4, "pointing")
        checks.that(figure.bounding_box()["height"] == height, f"{name}: pointing changes the figure's height")
        page.mouse.move(1, 1)
        expect(row, column, "after pointing")


def check_print(page, checks):
    checks.where += ", printed"
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    check_plates(page, checks, "light")
    white = page.evaluate("getComputedStyle(document.body).backgroundColor")
    checks.that(white == "rgb(255, 255, 255)", f"paper is {white}")
    for what in [".controls", ".skip", ".peek"]:
        checks.that(page.locator(f"{what}:visible").count() == 0, f"{what} is printed")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def check_page(browser, file):
    checks = Checks(file.name if file.name != "index.html" else f"{file.parent.name}/index.html")
    for scheme in ["light", "dark"]:
        for width in [WIDE, NARROW]:
            page = open_page(browser, file, checks, scheme=scheme, width=width)
            check_axe(page, checks, "at first")
            check_width(page, checks)
            check_pictures(page, checks)
            check_plates(page, checks, scheme)
            page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
            check_axe(page, checks, "unfolded")
            check_width(page, checks)
            page.context.close()
    for width in [WIDE, NARROW]:
        page = open_page(browser, file, checks, width=width)
        check_focus(page, checks)
        check_layers(page, checks)
        check_explorer(page, checks)
        if width == WIDE:
            check_moving(page, checks, starts=True)
        check_width(page, checks)
        check_axe(page, checks, "after use")
        check_print(page, checks)
        page.context.close()
    page = open_page(browser, file, checks, reduced_motion="reduce")
    check_moving(page, checks, starts=False)
    page.context.close()
    page = open_page(browser, file, checks, width=NARROW, java_script_enabled=False)
    checks.that(page.locator("h1").is_visible(), "without script there is no heading")
    page.context.close()
    return checks


def main():
    files = [Path(name).resolve() for name in sys.argv[1:]]
    if not files:
        sys.exit(__doc__)
    for file in files:
        if not file.is_file():
            sys.exit(f"check_pages: no file {file}")
    passed = failed = 0
    with sync_playwright() as playwright:
        # As root, Chromium runs without its sandbox or not at all; the pages are our own.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        for file in files:
            checks = check_page(browser, file)
            print(f"{checks.name}: {checks.passed} passed, {checks.failed} failed")
            passed += checks.passed
            failed += checks.failed
        browser.close()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
