// A strip for each feed, over the whole recording: where it has data, where not, and what part the charts show.
const kindNames = {
  "outage": "outage",
  "not-recorded": "not recorded",
  "unreadable": "unreadable",
  "missing-rows": "rows may be missing",
  "silent": "silent",
  "doubtful": "doubtful, not missing",
};

const stripHeight = 16;
const whole = { from: 0, to: data.length };

function buildCoverage() {
  const coverage = document.getElementById("coverage");
  const rows = document.getElementById("feed-rows").rows;
  data.feeds.forEach((feed, i) => {
    const strip = make("div", "strip", coverage);
    const label = make("div", "strip-label", strip);
    make("span", "", label).textContent = feed.title;
    make("span", "quiet", label).textContent = `${rows[i].cells[2].textContent} messages, ${rows[i].cells[3].textContent} ${rows[i].cells[3].textContent === "1" ? "time" : "times"} without data`;
    const plot = make("div", "plot", strip);
    plot.dataset.strip = i;
    make("canvas", "", plot).setAttribute("aria-hidden", "true");
    make("div", "window", plot);
    make("div", "selection", plot).hidden = true;
  });
  make("canvas", "axis", make("div", "plot", coverage)).setAttribute("aria-hidden", "true");

  const legend = document.getElementById("legend");
  for (const [kind, name] of Object.entries(kindNames).filter(([kind]) => data.missing.some(m => m.kind === kind))) {
    const item = make("span", "item", legend);
    make("canvas", "swatch", item).dataset.kind = kind;
    make("span", "", item).textContent = name;
  }
}

function drawCoverage(width, view) {
  let bands = 0;
  document.querySelectorAll("#coverage [data-strip]").forEach(plot => {
    const i = Number(plot.dataset.strip);
    const drawing = new Drawing(plot.querySelector("canvas"), width, stripHeight, whole, { ...marginOf(width), top: 0, bottom: 0 });
    const c = drawing.context;
    const { from, to } = data.feeds[i];
    c.fillStyle = drawing.value("covered");
    c.fillRect(drawing.x(from), 4, drawing.x(to) - drawing.x(from), stripHeight - 8);
    data.missing.filter(m => m.feed === i).forEach(m => {
      if (m.kind !== "doubtful") {
        const [left, right] = [drawing.x(m.from), Math.max(drawing.x(m.to), drawing.x(m.from) + 3)];
        c.fillStyle = drawing.value("page");
        c.fillRect(left, 0, right - left, stripHeight);
      }

      drawing.band(m, 0, stripHeight);
    });
    bands += drawing.drawn.bands;
    const frame = plot.querySelector(".window");
    frame.hidden = view.from <= 0 && view.to >= data.length;
    frame.style.left = `${drawing.x(view.from) - 1}px`;
    frame.style.width = `${Math.max(3, drawing.x(view.to) - drawing.x(view.from) + 2)}px`;
  });

  const axis = document.querySelector("#coverage .axis");
  new Drawing(axis, width, 22, whole, { ...marginOf(width), top: 0, bottom: 20 }).timeAxis();
  document.querySelectorAll("#legend canvas").forEach(swatch => {
    new Drawing(swatch, 24, 14, { from: 0, to: 1 }, { left: 0, right: 0, top: 0, bottom: 0 }).band({ kind: swatch.dataset.kind, from: 0, to: 1 });
  });
  return bands;
}

function make(name, className, parent) {
  const element = document.createElement(name);
  element.className = className;
  parent.append(element);
  return element;
}
