// Draws into a canvas what a view shows of some series. It keeps count of what it drew.
class Drawing {
  constructor(canvas, width, height, view, margin) {
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    this.context = canvas.getContext("2d");
    this.context.scale(scale, scale);
    this.left = margin.left;
    this.right = width - margin.right;
    this.top = margin.top;
    this.bottom = height - margin.bottom;
    this.view = view;
    this.value = name => style.getPropertyValue(`--${name}`).trim();
    this.drawn = { points: 0, dots: 0, bands: 0, breaks: 0 };
    const style = getComputedStyle(document.documentElement);
    this.context.font = `11px ${style.getPropertyValue("--font")}`;
    this.context.lineJoin = "round";
  }

  x(time) {
    return this.left + (time - this.view.from) / (this.view.to - this.view.from) * (this.right - this.left);
  }

  y(value) {
    return this.bottom - (value - this.low) / (this.high - this.low) * (this.bottom - this.top);
  }

  scaleTo(low, high) {
    const room = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.01 || 1;
    this.low = low - room;
    this.high = high + room;
  }

  axes() {
    const c = this.context;
    const room = (this.bottom - this.top) / 30;
    c.strokeStyle = this.value("grid");
    c.fillStyle = this.value("quiet");
    c.lineWidth = 1;
    c.textAlign = "right";
    c.textBaseline = "middle";
    for (const mark of valueMarks(this.low, this.high, room)) {
      const y = Math.round(this.y(mark.at)) + 0.5;
      this.path([[this.left, y], [this.right, y]]);
      c.fillText(mark.text, this.left - 6, y);
    }

    this.timeAxis();
  }

  timeAxis() {
    const c = this.context;
    c.strokeStyle = this.value("grid");
    c.fillStyle = this.value("quiet");
    c.textAlign = "center";
    c.textBaseline = "top";
    for (const mark of timeMarks(this.view, Math.max(2, (this.right - this.left) / 88))) {
      const x = Math.round(this.x(mark.at)) + 0.5;
      this.path([[x, this.top], [x, this.bottom]]);
      const half = c.measureText(mark.text).width / 2;
      c.fillText(mark.text, Math.min(Math.max(x, this.left - 20 + half), this.right + 8 - half), this.bottom + 5);
    }
  }

  path(points) {
    const c = this.context;
    c.beginPath();
    points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
    c.stroke();
  }

  // Each is at least three pixels wide, so that none is overlooked.
  band(missing, top = this.top, bottom = this.bottom) {
    if (missing.to < this.view.from || missing.from > this.view.to) {
      return;
    }

    const c = this.context;
    const left = Math.max(this.x(missing.from), this.left);
    const right = Math.min(this.x(missing.to), this.right);
    const width = Math.max(3, right - left);
    const from = Math.min(left, this.right - width);
    c.save();
    c.globalAlpha = this.value("band") * (missing.kind === "doubtful" ? 0.6 : 1);
    c.fillStyle = this.value(missing.kind);
    c.fillRect(from, top, width, bottom - top);
    c.globalAlpha = this.value("hatch");
    c.fillStyle = this.pattern(missing.kind);
    c.fillRect(from, top, width, bottom - top);
    c.restore();
    this.drawn.bands++;
  }

  pattern(kind) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const c = tile.getContext("2d");
    c.strokeStyle = c.fillStyle = this.value(kind);
    const strokes = {
      "outage": [[-2, 2, 2, -2], [0, 8, 8, 0], [6, 10, 10, 6]],
      "not-recorded": [[-2, 6, 2, 10], [0, 0, 8, 8], [6, -2, 10, 2], [-2, 2, 2, -2], [0, 8, 8, 0], [6, 10, 10, 6]],
      "unreadable": [[4, 0, 4, 8]],
      "missing-rows": [[0, 4, 8, 4]],
      "silent": [],
      "doubtful": [],
    }[kind];
    c.beginPath();
    strokes.forEach(([x1, y1, x2, y2]) => {
      c.moveTo(x1, y1);
      c.lineTo(x2, y2);
    });
    c.stroke();
    if (!strokes.length) {
      c.fillRect(kind === "silent" ? 3 : 1, 3, kind === "silent" ? 2 : 1, kind === "silent" ? 2 : 1);
    }

    return this.context.createPattern(tile, "repeat");
  }

  // A value holds until the next one. Buckets of several values are filled from the lowest to the highest.
  line(line) {
    const c = this.context;
    const { sign } = line;
    const [start, end] = visible(line, this.view);
    this.clip();
    c.strokeStyle = c.fillStyle = this.value(line.color);
    c.globalAlpha = line.strength;
    c.lineWidth = line.isFilled ? 1 : 1.5;
    c.setLineDash(line.dash);
    c.beginPath();
    for (let i = start; i < end; i++) {
      const [x1, x2] = [this.x(line.from[i]), this.x(line.to[i])];
      const low = this.y(Math.min(sign * line.low[i], sign * line.high[i]));
      const high = this.y(Math.max(sign * line.low[i], sign * line.high[i]));
      const last = this.y(sign * line.last[i]);
      const enter = i > start && !breaksBefore(line, i) ? this.y(sign * line.last[i - 1]) : null;
      if (i > 0 && breaksBefore(line, i)) {
        this.drawn.breaks++;
      }

      if (enter === null) {
        this.fill(line, start, i);
        c.moveTo(x1, last);
      } else {
        c.lineTo(x1, enter);
        c.lineTo(x1, Math.min(Math.max(enter, high), low));
      }

      this.bucket(line, i, x1, x2, low, high, last);
      this.drawn.points++;
    }

    c.stroke();
    this.fill(line, start, end);
    this.unclip();
  }

  // The area between the values from the last break on and zero.
  fill(line, start, end) {
    const c = this.context;
    let first = end;
    while (line.isFilled && first > start && (first === end || !breaksBefore(line, first))) {
      first--;
    }

    if (first === end) {
      return;
    }

    const area = new Path2D();
    area.moveTo(this.x(line.from[first]), this.y(0));
    for (let i = first; i < end; i++) {
      if (i > first) {
        area.lineTo(this.x(line.from[i]), this.y(line.sign * line.last[i - 1]));
      }

      area.lineTo(this.x(line.from[i]), this.y(line.sign * line.last[i]));
      area.lineTo(this.x(line.to[i]), this.y(line.sign * line.last[i]));
    }

    area.lineTo(this.x(line.to[end - 1]), this.y(0));
    c.globalAlpha = 0.16;
    c.fill(area);
    c.globalAlpha = line.strength;
  }

  bucket(line, i, x1, x2, low, high, last) {
    const c = this.context;
    const isAlone = breaksBefore(line, i) && (i + 1 === line.length || breaksBefore(line, i + 1));
    if (low === high && !hasHole(line, i)) {
      c.lineTo(x1, last);
      c.lineTo(x2, last);
      if (isAlone && x2 - x1 < 2) {
        c.fillRect(x1 - 1.5, last - 1.5, 3, 3);
      }

      return;
    }

    c.globalAlpha = 0.3 * line.strength;
    for (const [x, width] of hasHole(line, i) ? [[x1, 1], [x2, 1]] : [[x1, Math.max(1, x2 - x1)]]) {
      c.fillRect(x, high - 0.5, width, low - high + 1);
    }

    c.globalAlpha = line.strength;
    c.moveTo(x2, last);
  }

  // A full dot for a taker that bought, a ring for one that sold. The area goes with the value.
  dots(trades, largest, room) {
    const c = this.context;
    const [start, end] = visible(trades, this.view);
    this.clip();
    c.strokeStyle = c.fillStyle = this.value(trades.taker.toLowerCase() || "unknown");
    c.setLineDash([]);
    c.lineWidth = 1.25;
    for (let i = start; i < end; i++) {
      if (trades.to[i] < this.view.from) {
        continue;
      }

      const x = this.x((trades.from[i] + trades.to[i]) / 2);
      const radius = Math.min(1.5, room / 2) + room * Math.sqrt(Number(trades.worths[i]) / largest || 0);
      if (trades.low[i] !== trades.high[i]) {
        this.path([[x, this.y(trades.low[i])], [x, this.y(trades.high[i])]]);
      }

      c.beginPath();
      c.arc(x, this.y(trades.last[i]), radius, 0, 2 * Math.PI);
      c.globalAlpha = trades.taker === "Sell" ? 0.15 : 0.55;
      c.fill();
      c.globalAlpha = 1;
      c.stroke();
      this.drawn.dots++;
    }

    this.unclip();
  }

  clip() {
    this.context.save();
    this.context.beginPath();
    this.context.rect(this.left, this.top - 1, this.right - this.left, this.bottom - this.top + 2);
    this.context.clip();
  }

  unclip() {
    this.context.restore();
  }
}
