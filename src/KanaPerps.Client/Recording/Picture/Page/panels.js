// The charts of a market, what stands in each, and what is told of a time.
const panels = [
  { id: "price", title: "Mid and trades", lines: ["mid"], trades: true, height: 260 },
  { id: "spread", title: `Spread, in basis points of the mid`, lines: ["spread"], height: 130, unit: " bps", zero: true },
  { id: "depth", title: "Depth: value of the asks (up) and bids (down) near the mid", lines: ["asks", "bids"], height: 180, zero: true },
  { id: "funding", title: "Funding rate, as the venue sends it", lines: ["funding"], height: 120 },
  { id: "size", title: "Positions: size, shorts below zero", lines: ["size"], height: 150, zero: true },
  { id: "entry", title: "Positions: entry price", lines: ["entry"], height: 130 },
];

const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

function panelsOf(market) {
  return panels
    .map(panel => {
      const lines = panel.lines.flatMap(chart => market.lines.filter(l => l.chart === chart)).map((line, i) => ({ ...line, ...look(panel, line, i) }));
      const trades = panel.trades ? market.trades : [];
      const feeds = new Set([...lines, ...trades].map(s => s.feed));
      return { ...panel, lines, trades, feeds, missing: data.missing.filter(m => feeds.has(m.feed)) };
    })
    .filter(panel => panel.lines.length || panel.trades.length);
}

function look(panel, line, i) {
  return panel.id === "depth"
    ? { sign: line.chart === "bids" ? -1 : 1, color: `depth-${line.chart}`, dash: [], strength: [1, 0.65, 0.4][i % 3], isFilled: true, name: `${line.chart} within ${line.label}` }
    : { sign: 1, strength: 1, isFilled: false, color: `line-${i % 6}`, dash: dashes[Math.floor(i / 6) % dashes.length], name: line.label };
}

function drawPanel(panel, canvas, width, view) {
  const drawing = new Drawing(canvas, width, panel.height, view, marginOf(width));
  const [low, high] = extent(panel, view);
  drawing.scaleTo(low, high);
  together(panel.missing).forEach(m => drawing.band(m));
  drawing.axes();
  const shown = panel.trades.map(trades => visible(trades, view));
  const largest = panel.trades.reduce((most, t) => t.worths.reduce((m, w) => Math.max(m, Number(w)), most), 0);
  const room = Math.min(7, Math.max(1.5, 100 / Math.sqrt(shown.reduce((sum, [start, end]) => sum + end - start, 1))));
  panel.trades.forEach(trades => drawing.dots(trades, largest, room));
  panel.lines.forEach(line => drawing.line(line));
  return drawing.drawn;
}

// Two feeds of a chart may miss the same time for the same reason: one band.
function together(missing) {
  const bands = [];
  for (const next of [...missing].sort((a, b) => a.from - b.from)) {
    const band = bands.find(b => b.kind === next.kind && b.to >= next.from);
    if (band) {
      band.to = Math.max(band.to, next.to);
    } else {
      bands.push({ ...next });
    }
  }

  return bands;
}

const marginOf = width => ({ left: width < 500 ? 52 : 66, right: 8, top: 6, bottom: 20 });

function extent(panel, view) {
  let [low, high] = panel.zero ? [0, 0] : [Infinity, -Infinity];
  for (const series of [...panel.lines, ...panel.trades]) {
    const [start, end] = visible(series, view);
    const sign = series.sign ?? 1;
    for (let i = start; i < end; i++) {
      if (series.taker === undefined || series.to[i] >= view.from) {
        low = Math.min(low, sign * series.low[i], sign * series.high[i]);
        high = Math.max(high, sign * series.low[i], sign * series.high[i]);
      }
    }
  }

  return low <= high ? [low, high] : [0, 1];
}

// What stands in a chart at a time: texts in the digits of the recording, with the color of their line.
function readPanel(panel, time, reach) {
  const items = panel.lines.map(line => ({ color: line.color, strength: line.strength, text: `${panel.lines.length > 1 || panel.trades.length ? `${line.name} ` : ""}${readLineAt(line, time, panel.unit ?? "")}` }));
  for (const trades of panel.trades) {
    const i = nearest(trades, time, reach);
    if (i !== null) {
      items.push({ color: trades.taker.toLowerCase() || "unknown", text: readTrade(trades, i) });
    }
  }

  for (const missing of panel.missing.filter(m => m.from <= time + reach / 2 && m.to >= time - reach / 2).slice(0, 3)) {
    items.push({ color: missing.kind, text: `${data.feeds[missing.feed].title}: ${document.getElementById("missing-rows").rows[missing.row].cells[4].textContent}` });
  }

  return items;
}

function readLineAt(line, time, unit) {
  const i = firstAfter(line, time) - 1;
  if (i < 0 || (time > line.to[i] && (i + 1 === line.length || breaksBefore(line, i + 1)))) {
    return "no data";
  }

  const [last, low, high] = line.texts[i].split(",");
  if (low === undefined || time > line.to[i]) {
    return last + unit;
  }

  return `last ${last}, lowest ${low}, highest ${high}${unit} (${line.counts[i]} messages in ${lengthText(line.to[i] - line.from[i])}${hasHole(line, i) ? ", some time without data" : ""})`;
}

function readTrade(trades, i) {
  const [last, low, high] = trades.texts[i].split(",");
  const what = { Buy: ["bought", "buys"], Sell: ["sold", "sells"] }[trades.taker] ?? ["traded", "trades"];
  const worth = trades.worths[i] ? `, value ${trades.worths[i]}` : "";
  return trades.counts[i] === "1"
    ? `${what[0]} ${trades.sizes[i]} @ ${last}${worth}`
    : `${trades.counts[i]} ${what[1]} of ${trades.sizes[i]} together @ ${low === undefined ? last : `${low} to ${high}, last ${last}`}${worth}`;
}

function nearest(series, time, reach) {
  const after = firstAfter(series, time);
  const distance = i => (i < 0 || i >= series.length ? Infinity : Math.max(0, series.from[i] - time, time - series.to[i]));
  const i = distance(after - 1) <= distance(after) ? after - 1 : after;
  return distance(i) <= reach ? i : null;
}

// What stands in a chart without a marker: what its lines are, or the lowest and the highest value of the only one.
function summary(panel, view) {
  const takers = { Buy: "taker bought", Sell: "taker sold" };
  const trades = panel.trades.map(t => ({ color: t.taker.toLowerCase() || "unknown", text: takers[t.taker] ?? "taker not known" }));
  return [...(panel.lines.length === 1 ? range(panel.lines[0], view, panel.unit ?? "") : panel.lines.map(l => ({ ...l, text: l.name }))), ...trades];
}

function range(line, view, unit) {
  const [start, end] = visible(line, view);
  if (start >= end) {
    return [{ text: "no data in view" }];
  }

  let [lowest, highest] = [start, start];
  for (let i = start; i < end; i++) {
    lowest = line.low[i] < line.low[lowest] ? i : lowest;
    highest = line.high[i] > line.high[highest] ? i : highest;
  }

  const text = (i, part) => line.texts[i].split(",")[part] ?? line.texts[i];
  return [{ text: `lowest ${text(lowest, 1)}${unit}, highest ${text(highest, 2)}${unit}, last ${text(end - 1, 0)}${unit}` }];
}
