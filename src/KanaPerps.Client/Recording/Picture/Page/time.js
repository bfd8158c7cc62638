const second = 1e7;

// A time as text with as many digits of the second as asked for, cut and not rounded.
function timeText(ticks, digits = 7) {
  const total = data.fraction + Math.floor(ticks);
  const whole = Math.floor(total / second);
  const text = new Date((data.seconds + whole) * 1000).toISOString().slice(0, 19);
  const fraction = String(total - whole * second).padStart(7, "0").slice(0, digits);
  return digits ? `${text}.${fraction}Z` : `${text}Z`;
}

const clockText = (ticks, digits) => timeText(ticks, digits).slice(11, -1);

// Reads what timeText writes, with any number of digits.
function readTime(text) {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/.exec(text ?? "");
  const whole = parts ? Date.parse(`${parts[1]}Z`) : NaN;
  return Number.isNaN(whole) ? null : (whole / 1000 - data.seconds) * second - data.fraction + Number((parts[2] ?? "").padEnd(7, "0"));
}

function lengthText(ticks) {
  const seconds = ticks / second;
  const [value, unit] = seconds < 1 ? [seconds * 1000, "ms"] : seconds < 120 ? [seconds, "s"] : seconds < 7200 ? [seconds / 60, "min"] : seconds < 172800 ? [seconds / 3600, "h"] : [seconds / 86400, "days"];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

const timeSteps = [1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2419200];

// Where the time axis has marks, at round times of UTC, and what they say.
function timeMarks(view, most) {
  const step = timeSteps.find(s => (view.to - view.from) / second / s <= most) ?? timeSteps[timeSteps.length - 1];
  const start = data.seconds + (data.fraction + view.from) / second;
  const marks = [];
  for (let n = Math.ceil(start / step - 1e-9); ; n++) {
    const at = Math.round((n * step - data.seconds) * second) - data.fraction;
    if (at > view.to) {
      return marks;
    }

    // A few ticks more, since the product may have come out a little too small.
    const [day, clock] = [timeText(at + 500).slice(5, 10), clockText(at + 500, step < 1 ? 3 : 0)];
    marks.push({ at, text: step >= 60 ? (/^00:00:00/.test(clock) ? day : clock.slice(0, 5)) : clock });
  }
}

// Round values for the other axis.
function valueMarks(low, high, most) {
  const rough = (high - low) / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= rough * 0.999);
  const marks = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) {
    marks.push({ at: n * step, text: markText(n * step, step) });
  }

  return marks;
}

function markText(value, step) {
  const size = Math.abs(value);
  const [unit, letter] = size >= 1e9 && step >= 1e6 ? [1e9, "G"] : size >= 1e6 && step >= 1e3 ? [1e6, "M"] : size >= 1e4 && step >= 10 ? [1e3, "k"] : [1, ""];
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9)));
  return (value / unit).toFixed(decimals).replace("-", "−") + letter;
}
