// What is shown: a market, and a time of the recording.
const state = { market: data.markets[0], view: { ...whole }, marker: null };
const byId = id => document.getElementById(id);
const leastSpan = Math.min(data.length, 1e5);
let figures = [];

function setView(from, to) {
  const span = Math.min(Math.max(to - from, leastSpan), data.length);
  const start = Math.min(Math.max(from + (to - from - span) / 2, 0), data.length - span);
  state.view = { from: Math.round(start), to: Math.round(start + span) };
  keepAddress();
  requestDraw();
}

function zoom(factor, at = state.marker ?? (state.view.from + state.view.to) / 2) {
  const { from, to } = state.view;
  setView(at - (at - from) * factor, at + (to - at) * factor);
}

function pan(part) {
  const by = (state.view.to - state.view.from) * part;
  const allowed = Math.min(Math.max(by, -state.view.from), data.length - state.view.to);
  setView(state.view.from + allowed, state.view.to + allowed);
}

function showAll() {
  setView(0, data.length);
}

function nextGap() {
  const gaps = data.missing.filter(m => m.kind !== "doubtful").sort((a, b) => a.from - b.from);
  const isAll = state.view.to - state.view.from >= data.length;
  const middle = isAll ? -1 : (state.view.from + state.view.to) / 2;
  const next = gaps.find(m => (m.from + m.to) / 2 > middle + 1) ?? gaps[0];
  if (next) {
    lookAt(next.from, next.to);
  }
}

// A time without data, with as much before and after it.
function lookAt(from, to) {
  const room = Math.max(to - from, 1e7);
  const middle = (from + to) / 2;
  setView(middle - room * 1.5, middle + room * 1.5);
}

// The address, without an entry in the history for each step.
function keepAddress() {
  const isAll = state.view.from <= 0 && state.view.to >= data.length;
  const parts = data.markets.length ? [`market=${state.market.id}`] : [];
  if (!isAll) {
    parts.push(`from=${timeText(state.view.from)}`, `to=${timeText(state.view.to)}`);
  }

  history.replaceState(null, "", `#${parts.join("&")}`);
}

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const [from, to] = [readTime(parts.get("from")), readTime(parts.get("to"))];
  const market = data.markets.find(m => m.id === parts.get("market"));
  if (market && market !== state.market) {
    selectMarket(market);
  }

  if (from !== null && to !== null && from <= to) {
    // A single moment, such as a message that could not be read, is shown with a second around it.
    if (to - from < leastSpan) {
      lookAt(from, to);
    } else {
      setView(from, to);
    }

    return true;
  }

  if (market) {
    showAll();
  }

  return false;
}

function selectMarket(market) {
  state.market = market;
  byId("market").value = market?.id ?? "";
  const charts = byId("charts");
  charts.replaceChildren();
  figures = market ? panelsOf(market).map(panel => buildFigure(panel, charts)) : [];
  if (!figures.length) {
    make("p", "quiet", charts).textContent = "The recording has no order books, trades, funding rates or positions that could be read.";
  }

  requestDraw();
}

function buildFigure(panel, parent) {
  const element = make("figure", "panel", parent);
  element.dataset.chart = panel.id;
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", `Chart of ${state.market.title}: ${panel.title}. Arrow keys read values, plus and minus zoom, 0 shows all.`);
  const caption = make("figcaption", "", element);
  make("h2", "", caption).textContent = panel.title;
  const readout = make("div", "readout", caption);
  const plot = make("div", "plot", element);
  const canvas = make("canvas", "", plot);
  canvas.setAttribute("aria-hidden", "true");
  const marker = make("div", "marker", plot);
  make("div", "selection", plot).hidden = true;
  const figure = { panel, element, readout, plot, canvas, marker };
  element.addEventListener("focus", () => readout.setAttribute("aria-live", "polite"));
  element.addEventListener("blur", () => readout.removeAttribute("aria-live"));
  element.addEventListener("keydown", event => onKey(event, figure));
  return figure;
}

let isDrawRequested = false;

function requestDraw() {
  if (!isDrawRequested) {
    isDrawRequested = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  isDrawRequested = false;
  const width = byId("coverage").clientWidth;
  if (!width) {
    return;
  }

  const total = { points: 0, dots: 0, bands: drawCoverage(width, state.view), breaks: 0 };
  for (const figure of figures) {
    const drawn = drawPanel(figure.panel, figure.canvas, width, state.view);
    for (const [name, count] of Object.entries(drawn)) {
      figure.element.dataset[name] = count;
      total[name] += count;
    }
  }

  const root = document.documentElement.dataset;
  Object.assign(root, total, { market: state.market?.id ?? "", from: timeText(state.view.from), to: timeText(state.view.to), ready: "true" });
  byId("range").textContent = `${timeText(state.view.from, 3).replace("T", " ")} to ${timeText(state.view.to, 3).replace("T", " ")} (${lengthText(state.view.to - state.view.from)})`;
  read();
}

// Tells what stands at the marker, in each chart.
function read() {
  const { from, to } = state.view;
  const isShown = state.marker !== null && state.marker >= from && state.marker <= to;
  const width = byId("coverage").clientWidth;
  const margin = marginOf(width);
  const inner = width - margin.left - margin.right;
  for (const { panel, readout, marker } of figures) {
    marker.hidden = !isShown;
    readout.replaceChildren();
    if (isShown) {
      marker.style.left = `${margin.left + (state.marker - from) / (to - from) * inner}px`;
      make("span", "time", readout).textContent = timeText(state.marker).replace("T", " ");
      for (const item of readPanel(panel, state.marker, (to - from) / inner * 6)) {
        const span = make("span", "item", readout);
        key(span, item);
        span.append(item.text);
      }
    } else {
      for (const item of summary(panel, state.view)) {
        const span = make("span", "item", readout);
        key(span, item);
        span.append(item.text);
      }
    }
  }
}

function key(parent, { color, strength }) {
  if (color) {
    make("i", `key ${color}`, parent).style.opacity = strength ?? 1;
  }
}
