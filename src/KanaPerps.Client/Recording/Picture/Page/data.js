"use strict";

// What the page shows. Times are ticks (100 ns) after the beginning; each number stands there twice: as a number to draw, and as its own digits to read.
const data = readData(JSON.parse(document.getElementById("data").textContent));

function readData(raw) {
  const kinds = ["outage", "not-recorded", "unreadable", "missing-rows", "silent", "doubtful"];
  return {
    seconds: raw.seconds,
    fraction: raw.fraction,
    length: Math.max(raw.length, 1),
    feeds: raw.feeds,
    missing: raw.missing.flatMap(([row, from, to, kind, ...feeds]) => feeds.map(feed => ({ feed, from, to, kind: kinds[kind], row }))),
    markets: raw.markets.map(market => ({
      id: market.id,
      title: market.title,
      lines: market.lines.map(readLine),
      trades: market.trades.map(readTrades),
    })),
  };
}

function readLine(raw) {
  return { ...readBuckets(raw), chart: raw.chart, label: raw.label, marks: raw.mark };
}

function readTrades(raw) {
  return { ...readBuckets(raw), taker: raw.taker, sizes: raw.size.split(" "), worths: raw.worth.split(" ") };
}

function readBuckets(raw) {
  const length = raw.at.length;
  const texts = length ? raw.value.split(" ") : [];
  const counts = length ? raw.count.split(" ") : [];
  const series = { feed: raw.feed, length, texts, counts };
  for (const name of ["from", "to", "last", "low", "high"]) {
    series[name] = new Float64Array(length);
  }

  let at = 0;
  for (let i = 0; i < length; i++) {
    at += raw.at[i];
    const [last, low, high] = texts[i].split(",");
    series.from[i] = at;
    series.to[i] = at + raw.for[i];
    series.last[i] = Number(last);
    series.low[i] = Number(low ?? last);
    series.high[i] = Number(high ?? last);
  }

  return series;
}

// The first bucket that begins after a time.
function firstAfter(series, time) {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series.from[middle] > time) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }

  return low;
}

// The buckets that a view shows: also the one whose value still holds at its beginning.
function visible(series, view) {
  return [Math.max(0, firstAfter(series, view.from) - 1), firstAfter(series, view.to)];
}

const breaksBefore = (line, i) => (line.marks.charCodeAt(i) & 1) !== 0;
const hasHole = (line, i) => (line.marks.charCodeAt(i) & 2) !== 0;
