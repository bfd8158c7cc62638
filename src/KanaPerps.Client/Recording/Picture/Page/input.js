// Pointer, wheel and keys.
function onKey(event, figure) {
  const keys = {
    ArrowLeft: () => (event.shiftKey ? pan(-0.2) : step(figure, -1)),
    ArrowRight: () => (event.shiftKey ? pan(0.2) : step(figure, 1)),
    Home: () => mark(state.view.from),
    End: () => mark(state.view.to),
    "+": () => zoom(0.5),
    "=": () => zoom(0.5),
    "-": () => zoom(2),
    "0": showAll,
    Escape: () => mark(null),
  };
  if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    keys[event.key]();
  }
}

function mark(time) {
  state.marker = time;
  read();
}

// To the next or the last value of the chart, and the view after it.
function step(figure, direction) {
  const { from, to } = state.view;
  const now = state.marker !== null && state.marker >= from && state.marker <= to ? state.marker : direction > 0 ? from - 1 : to + 1;
  let next = null;
  for (const series of [...figure.panel.lines, ...figure.panel.trades]) {
    let i = direction > 0 ? firstAfter(series, now) : firstAfter(series, now - 1) - 1;
    i = direction < 0 && series.from[i] >= now ? i - 1 : i;
    if (i >= 0 && i < series.length && (next === null || direction * (series.from[i] - next) < 0)) {
      next = series.from[i];
    }
  }

  if (next === null) {
    return;
  }

  mark(next);
  if (next < from || next > to) {
    setView(next - (to - from) / 2, next + (to - from) / 2);
  }
}

function timeAt(event, plot, view) {
  const box = plot.getBoundingClientRect();
  const margin = marginOf(box.width);
  const part = (event.clientX - box.left - margin.left) / (box.width - margin.left - margin.right);
  return Math.round(view.from + Math.min(Math.max(part, 0), 1) * (view.to - view.from));
}

let drag = null;

function onDown(event) {
  const plot = event.target.closest(".plot");
  if (!plot || event.button !== 0 || !plot.querySelector(".selection")) {
    return;
  }

  const view = plot.dataset.strip === undefined ? state.view : whole;
  plot.setPointerCapture(event.pointerId);
  drag = { plot, view, x: event.clientX, from: timeAt(event, plot, view) };
}

function onMove(event) {
  const plot = drag?.plot ?? event.target.closest?.("figure .plot");
  if (!plot) {
    return;
  }

  const view = drag?.view ?? state.view;
  const time = timeAt(event, plot, view);
  if (drag) {
    const box = plot.getBoundingClientRect();
    const selection = plot.querySelector(".selection");
    selection.hidden = Math.abs(event.clientX - drag.x) < 4;
    selection.style.left = `${Math.min(event.clientX, drag.x) - box.left}px`;
    selection.style.width = `${Math.abs(event.clientX - drag.x)}px`;
  }

  if (view === state.view) {
    mark(time);
  }
}

function onUp(event) {
  if (!drag) {
    return;
  }

  const { plot, view, x, from } = drag;
  drag = null;
  plot.querySelector(".selection").hidden = true;
  if (event.type === "pointerup" && Math.abs(event.clientX - x) >= 4) {
    const to = timeAt(event, plot, view);
    setView(Math.min(from, to), Math.max(from, to));
  }
}

// Without a click or Ctrl the wheel scrolls the page, as everywhere.
function onWheel(event) {
  const figure = event.target.closest("figure");
  const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (!figure || !(event.ctrlKey || event.metaKey || isSideways || figure === document.activeElement)) {
    return;
  }

  event.preventDefault();
  if (isSideways) {
    pan(event.deltaX / 1000);
  } else {
    zoom(Math.exp(Math.min(Math.max(event.deltaY, -200), 200) / 300), timeAt(event, figure.querySelector(".plot"), state.view));
  }
}

function start() {
  const select = byId("market");
  for (const market of data.markets) {
    select.append(new Option(`${market.title} (${market.id})`, market.id));
  }

  byId("picture").hidden = false;
  byId("gap").disabled = !data.missing.some(m => m.kind !== "doubtful");
  buildCoverage();
  selectMarket(state.market);
  readAddress();

  select.addEventListener("change", () => {
    selectMarket(data.markets.find(m => m.id === select.value));
    keepAddress();
  });
  byId("controls").addEventListener("submit", event => event.preventDefault());
  const buttons = { earlier: () => pan(-0.5), later: () => pan(0.5), closer: () => zoom(0.5), wider: () => zoom(2), all: showAll, gap: nextGap };
  Object.entries(buttons).forEach(([id, action]) => byId(id).addEventListener("click", action));
  const main = byId("picture");
  main.addEventListener("pointerdown", onDown);
  main.addEventListener("pointermove", onMove);
  main.addEventListener("pointerup", onUp);
  main.addEventListener("pointercancel", onUp);
  main.addEventListener("pointerleave", () => drag || mark(null));
  main.addEventListener("wheel", onWheel, { passive: false });
  window.addEventListener("hashchange", () => readAddress() && byId("charts").scrollIntoView());
  new ResizeObserver(requestDraw).observe(byId("coverage"));
  for (const query of ["(prefers-color-scheme: dark)", "print", "(forced-colors: active)"]) {
    window.matchMedia(query).addEventListener("change", draw);
  }
}

start();
