// What moves and answers on the pages of `convscope`. Without it everything can still be read.
(() => {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  /** make("p", { className: "name" }, "text", child, …) */
  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties ?? {})) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const range = (count) => Array.from({ length: count }, (_, index) => index);

  // What scrolls must be reachable by keyboard, and what does not scroll should not be in the way.
  function reachScrolling() {
    for (const region of document.querySelectorAll(".formula, .derivation li, pre, .terms > div")) {
      if (region.scrollWidth > region.clientWidth + 1) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  }

  // MARK: Layers

  /** Pointing at a layer in the table or in a diagram shows how its numbers come about. */
  function showLayers() {
    const sections = new Map();
    for (const section of document.querySelectorAll("section.layer[data-layer]")) {
      sections.set(section.dataset.layer, section);
    }
    if (sections.size === 0) return;
    const marked = [...document.querySelectorAll("tr[data-layer], svg [data-layer]")];
    const drawings = new Set(marked.map((element) => element.closest("svg")).filter(Boolean));
    for (const drawing of drawings) drawing.classList.add("answering");
    // A copy of what stands further down, where its link leads: readers who hear the page need it once only.
    const panel = make("div", { className: "peek", hidden: true, ariaHidden: "true" });
    document.body.append(panel);
    let shown = null;
    let dismissed = null;
    let leaving = 0;

    // A part of a drawing may stand for several layers.
    const layersOf = (element) => element?.dataset.layer.split("\n") ?? [];
    const sectionOf = (element) => sections.get(layersOf(element).find((name) => sections.has(name)));

    function show(element, section) {
      const name = section.dataset.layer;
      if (name === dismissed) return;
      dismissed = null;
      if (name !== shown) {
        const title = make("p", {}, section.querySelector("h3").textContent);
        const copies = [...section.querySelectorAll(".derivation")].map((list) => list.cloneNode(true));
        for (const copy of copies) {
          for (const inner of copy.querySelectorAll("[tabindex]")) inner.removeAttribute("tabindex");
        }
        panel.replaceChildren(title, ...copies);
        shown = name;
        highlight(name);
      }
      panel.hidden = false;
      // Never over what is pointed at.
      const place = element.getBoundingClientRect();
      panel.classList.toggle("above", (place.top + place.bottom) / 2 > innerHeight / 2);
    }

    function highlight(name) {
      for (const element of marked) element.classList.toggle("pointed", layersOf(element).includes(name));
      for (const drawing of drawings) drawing.classList.toggle("pointing", drawing.querySelector(".pointed") !== null);
    }

    function hide() {
      clearTimeout(leaving);
      panel.hidden = true;
      shown = null;
      highlight(null);
    }

    function follow(target) {
      clearTimeout(leaving);
      const element = target.closest?.("tr[data-layer], svg [data-layer]");
      const section = sectionOf(element);
      if (section) return show(element, section);
      if (panel.contains(target)) return;
      dismissed = null;
      // Time enough to reach the panel itself.
      leaving = setTimeout(hide, 300);
    }

    document.addEventListener("pointerover", (event) => follow(event.target));
    document.documentElement.addEventListener("pointerleave", hide);
    document.addEventListener("focusin", (event) => follow(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      dismissed = shown;
      hide();
    });
    document.addEventListener("click", (event) => {
      const part = event.target.closest?.("svg [data-layer]");
      const section = part && sectionOf(part);
      if (section) location.hash = section.id;
    });
    addEventListener("hashchange", hide);
  }

  // MARK: Moving figures

  /** Drawings that turn through their steps by CSS: their animations are held, and set to one step after another. */
  function control(figure) {
    const drawings = [...figure.querySelectorAll("svg")];
    // Readers who want no motion still want to step: the drawings' own rule for them would leave one step only.
    for (const style of figure.querySelectorAll("svg style")) {
      for (const rule of style.sheet?.cssRules ?? []) {
        if (rule.media?.mediaText.includes("prefers-reduced-motion")) rule.media.mediaText = "print";
      }
    }
    // Those of the drawing that is seen: the other colour scheme's has none.
    const animations = () => drawings.flatMap((drawing) => drawing.getAnimations({ subtree: true }));
    const timing = stepsOf(animations());
    if (!timing) return;
    const { count, length } = timing;
    const sentences = sentencesOf(drawings[0]);
    let step = 0;
    let isPlaying = false;
    let isSeen = true;
    let clock = 0;

    const slider = make("input", { type: "range", min: 1, max: count, step: 1, ariaLabel: "Step" });
    const counter = make("span", { className: "count", ariaHidden: "true" });
    const play = make("button", { type: "button" });
    const back = make("button", { type: "button", ariaLabel: "Back one step" }, "Back");
    const forward = make("button", { type: "button", ariaLabel: "Forward one step" }, "Forward");
    const says = make("p", { className: "says" });
    const group = { className: "controls", role: "group", ariaLabel: "Steps of the figure" };
    const controls = make("div", group, back, play, forward, slider, counter);

    function show(newStep) {
      step = (newStep + count) % count;
      for (const animation of animations()) {
        animation.pause();
        // The middle of a step: at its ends, rounding decides.
        animation.currentTime = (step + 0.5) * length;
      }
      slider.value = step + 1;
      counter.textContent = `step ${step + 1} of ${count}`;
      const sentence = sentences.length === count ? sentences[step] : "";
      slider.setAttribute("aria-valuetext", sentence ? `${counter.textContent}: ${sentence}` : counter.textContent);
      says.textContent = sentence;
    }

    function run(shouldPlay) {
      isPlaying = shouldPlay;
      play.textContent = isPlaying ? "Pause" : "Play";
      // Only what the reader asked for is read aloud.
      says.setAttribute("aria-live", isPlaying ? "off" : "polite");
      clearInterval(clock);
      if (isPlaying && isSeen) clock = setInterval(() => show(step + 1), length);
    }

    function go(newStep) {
      run(false);
      show(newStep);
    }

    back.addEventListener("click", () => go(step - 1));
    forward.addEventListener("click", () => go(step + 1));
    slider.addEventListener("input", () => go(Number(slider.value) - 1));
    play.addEventListener("click", () => run(!isPlaying));
    figure.insertBefore(controls, figure.querySelector("figcaption"));
    if (sentences.length === count) controls.after(says);
    new IntersectionObserver(([entry]) => {
      isSeen = entry.isIntersecting;
      run(isPlaying);
    }).observe(figure);
    // Another scheme's drawing, or the same after printing, begins anew.
    dark.addEventListener("change", () => show(step));
    addEventListener("afterprint", () => show(step));
    still.addEventListener("change", () => run(isPlaying && !still.matches));
    show(0);
    run(!still.matches);
  }

  /** Pieces change only where a step begins, so the shortest time between two changes is a step's length. */
  function stepsOf(animations) {
    let cycle = 0;
    const changes = [0];
    for (const { effect } of animations) {
      const { delay, duration } = effect.getComputedTiming();
      cycle = duration;
      // All are early by the same few milliseconds, which a step's length leaves behind.
      for (const { computedOffset } of effect.getKeyframes()) changes.push(computedOffset * duration + delay);
    }
    if (cycle === 0) return null;
    const places = changes.map((time) => (time + cycle + 4) % cycle).sort((a, b) => a - b);
    const gaps = places.map((time, index) => time - (places[index - 1] ?? 0)).filter((gap) => gap > 8);
    const count = Math.round(cycle / Math.min(cycle, ...gaps));
    return { count, length: cycle / count };
  }

  /** What happens in each step, from the drawing's own description. */
  function sentencesOf(drawing) {
    const words = drawing.querySelector("desc")?.textContent ?? "";
    return [...words.matchAll(/Step \d+: (.*?)(?=\s*Step \d+:|$)/gs)].map((match) => match[1]);
  }

  // MARK: The pixel explorer

  // The figures' diverging colours, from negative over zero to positive.
  const diverging = {
    light: [[0x00, 0x4b, 0x7a], [0x2e, 0x86, 0xc0], [0xf4, 0xf4, 0xf2], [0xe0, 0x7b, 0x39], [0x9e, 0x3f, 0x00]],
    dark: [[0x9a, 0xd4, 0xfa], [0x3a, 0x93, 0xcf], [0x1e, 0x24, 0x2b], [0xd9, 0x72, 0x2e], [0xff, 0xc0, 0x8a]],
  };
  let isPrinting = false;
  const stops = () => diverging[dark.matches && !isPrinting ? "dark" : "light"];
  const gray = (value) => Array(3).fill(Math.round(clamp(value, 0, 1) * 255));
  function signed(value, limit) {
    const place = clamp((value / (limit || 1) + 1) * 2, 0, 4);
    const index = Math.min(Math.floor(place), 3);
    const [from, to] = stops().slice(index, index + 2);
    return from.map((part, channel) => Math.round(part + (to[channel] - part) * (place - index)));
  }
  const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const css = (color) => `rgb(${color.join(" ")})`;
  /** Black or white, whichever stands out more. */
  function ink(color) {
    const linear = (part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = color.map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }
  function written(value, decimals = 2) {
    const text = Number.isInteger(value) ? String(value) : value.toFixed(decimals);
    return Number(text) < 0 ? text.replace("-", "−") : text.replace("-", "");
  }
  const factor = (value) => (value < 0 ? `(${written(value)})` : written(value));

  function explore(figure) {
    const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const { input, kernel, output, bias = 0, stride, padding, dilation = [1, 1] } = data;
    const read = data.padded ?? input;
    const limit = largest(output.values);
    const strongest = largest(kernel.values);
    const isSigned = data.range === "symmetric";
    const taps = range(kernel.height * kernel.width).map((k) => [Math.floor(k / kernel.width), k % kernel.width]);
    const size = ({ height, width }) => `${height} × ${width}`;
    let kept = data.start;
    let at = kept;

    const windowMark = make("i", { className: "window" });
    const pixelMark = make("i", { className: "pixel" });
    const edge = make("i", { className: "edge" });
    const canvas = ({ width, height }, properties) => make("canvas", { width, height, ...properties });
    const source = canvas(read, { role: "img", ariaLabel: `Input, ${size(input)}` });
    const result = canvas(output, { ariaHidden: "true" });
    const sourcePixels = make("div", { className: "pixels" }, source, windowMark);
    if (read.width !== input.width || read.height !== input.height) sourcePixels.append(edge);
    const pixels = make("div", { className: "pixels", tabIndex: 0, role: "application",
      ariaLabel: `Output, ${size(output)}. The arrow keys choose a pixel.` }, result, pixelMark);
    const bar = make("div", { className: "bar" }, make("i"));
    for (const value of isSigned ? [-limit, 0, limit] : [0, 0.5, 1]) bar.append(make("span", {}, written(value)));

    const table = (name, rows, columns) => make("table", { className: name }, make("caption", {}, name),
      make("tbody", {}, ...range(rows).map(() => make("tr", {}, ...range(columns).map(() => make("td"))))));
    const tables = ["window", "kernel", "products"].map((name) => table(name, kernel.height, kernel.width));
    const named = (name) => make("p", { className: "name" }, name);
    const view = (name, ...parts) => make("div", { className: "view" }, named(name), ...parts);
    const sign = (text) => make("span", { className: "sign" }, text);
    const value = make("div", { className: "result" });
    const [first, second, third] = tables.map((one) => make("div", {}, one));
    const terms = make("div", { className: "terms" }, first, sign("×"), second, sign("="), third,
      sign(bias === 0 ? "sum" : "sum + bias"), value);
    const sum = make("p", { className: "sum" });
    const heard = make("p", { className: "heard", role: "status" });
    figure.append(
      make("div", { className: "views" },
        view(`input, ${size(input)}`, sourcePixels), view(`output, ${size(output)}`, pixels, bar)),
      make("p", { className: "help" },
        "Point at a pixel of the output; a click keeps it, and the arrow keys move on."),
      terms, sum, figure.querySelector("figcaption"), heard);

    function paint() {
      draw(source, read.values, gray);
      draw(result, output.values, isSigned ? (v) => signed(v, limit) : gray);
      bar.firstChild.style.background =
        `linear-gradient(90deg, ${isSigned ? stops().map(css).join() : "#000, #fff"})`;
      show(at);
    }

    function show([row, column], isAsked = false) {
      at = [row, column];
      const [top, left] = [row * stride[0], column * stride[1]];
      const cells = taps.map(([y, x]) => read.values[(top + y * dilation[0]) * read.width + left + x * dilation[1]]);
      const products = cells.map((cell, k) => cell * kernel.values[k]);
      const total = products.reduce((a, b) => a + b, 0) + bias;
      fill(tables[0], cells, gray);
      fill(tables[1], kernel.values, (weight) => signed(weight, strongest));
      fill(tables[2], products, (product) => signed(product, strongest));
      value.textContent = written(total, 3);
      const given = written(output.values[row * output.width + column], 3);
      const sides = cells.map((cell, k) => `${factor(cell)}·${factor(kernel.values[k])}`).join(" + ");
      const start = taps.length <= 9 ? sides : `the sum of ${taps.length} products`;
      const end = `${bias === 0 ? "" : ` + ${factor(bias)}`} ≈ ${written(total, 3)}`;
      sum.textContent = `Row ${row}, column ${column}: ${start}${end}; the output holds ${given}.`;
      const extent = [(kernel.height - 1) * dilation[0] + 1, (kernel.width - 1) * dilation[1] + 1];
      mark(windowMark, read, top, left, ...extent);
      mark(pixelMark, output, row, column, 1, 1);
      mark(edge, read, padding[0], padding[1], input.height, input.width);
      if (!isAsked) return;
      heard.textContent = `Row ${row}, column ${column}: ${taps.length} products add up to ${written(total, 3)}.`;
    }

    function keep(place) {
      kept = [clamp(place[0], 0, output.height - 1), clamp(place[1], 0, output.width - 1)];
      show(kept, true);
    }

    function under(event) {
      const { top, left, width, height } = result.getBoundingClientRect();
      const index = (share, count) => clamp(Math.floor(share * count), 0, count - 1);
      const [y, x] = [(event.clientY - top) / height, (event.clientX - left) / width];
      return [index(y, output.height), index(x, output.width)];
    }

    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    pixels.addEventListener("keydown", (event) => {
      const move = moves[event.key];
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const by = event.shiftKey ? 10 : 1;
      keep([kept[0] + move[0] * by, kept[1] + move[1] * by]);
    });
    pixels.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") show(under(event)); });
    pixels.addEventListener("pointerleave", () => show(kept));
    pixels.addEventListener("click", (event) => keep(under(event)));

    // Whole multiples, so that all pixels are squares of one size, and the same one on both sides.
    function fit() {
      const exact = figure.querySelector(".view").clientWidth / Math.max(read.width, output.width);
      const scale = exact >= 1 ? Math.floor(exact) : exact;
      for (const canvas of [source, result]) canvas.style.width = `${canvas.width * scale}px`;
    }
    addEventListener("resize", fit);
    fit();
    dark.addEventListener("change", paint);
    addEventListener("beforeprint", () => { isPrinting = true; paint(); });
    addEventListener("afterprint", () => { isPrinting = false; paint(); });
    paint();
  }

  function draw(canvas, values, color) {
    const image = new ImageData(canvas.width, canvas.height);
    values.forEach((value, index) => image.data.set([...color(value), 255], index * 4));
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  function fill(table, values, color) {
    table.querySelectorAll("td").forEach((cell, index) => {
      const background = color(values[index]);
      cell.textContent = written(values[index]);
      cell.style.background = css(background);
      cell.style.color = ink(background);
    });
  }

  function mark(element, plane, top, left, height, width) {
    const share = (part, whole) => `${(part / whole) * 100}%`;
    element.style.top = share(top, plane.height);
    element.style.left = share(left, plane.width);
    element.style.height = share(height, plane.height);
    element.style.width = share(width, plane.width);
  }

  showLayers();
  document.querySelectorAll("figure.moving").forEach(control);
  document.querySelectorAll("figure.explorer").forEach(explore);
  new ResizeObserver(reachScrolling).observe(document.body);
})();
