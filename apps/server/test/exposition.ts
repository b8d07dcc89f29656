/** A metric as Prometheus reads it. */
export interface Metric {
  readonly type: string;
  readonly help: string;
  /** Values by name and labels, as they are written. */
  readonly samples: ReadonlyMap<string, number>;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
const HELP = new RegExp(`^# HELP (${NAME}) (.+)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const SAMPLE = new RegExp(`^(${NAME})(\\{${LABEL}(?:,${LABEL})*,?\\})? (\\S+)(?: -?\\d+)?$`);

/** What may follow a metric's name in its samples. */
const SUFFIXES: Readonly<Record<string, RegExp>> = {
  histogram: /^_(bucket|sum|count)$/,
  summary: /^(_sum|_count)?$/,
};

/** As Go's ParseFloat does, which the format refers to: `NaN` and `Inf` in any letter case. */
function numberOf(text: string): number {
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Error(`no number: ${text}`);
  return Number(text);
}

/**
 * Reads the text format of Prometheus (version 0.0.4), strictly: every metric has its HELP and TYPE once, before its
 * samples, which stand together, and no sample comes twice. Throws at what is not so.
 */
export function parseExposition(text: string): ReadonlyMap<string, Metric> {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const metrics = new Map<string, Metric & { readonly samples: Map<string, number> }>();
  const lines = text.split("\n").slice(0, -1);
  let current = "";
  for (const [index, line] of lines.entries()) {
    const fail = (what: string) => new Error(`${what}: ${line}`);
    const [, helped, help] = HELP.exec(line) ?? [];
    if (helped !== undefined && help !== undefined) {
      const [, typed, type] = TYPE.exec(lines[index + 1] ?? "") ?? [];
      if (typed !== helped || type === undefined) throw fail("no TYPE follows");
      if (metrics.has(helped)) throw fail("told of before");
      metrics.set(helped, { type, help, samples: new Map() });
      current = helped;
    } else if (!TYPE.test(line) && line !== "") {
      const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
      if (name === undefined || value === undefined) throw fail("no sample");
      const metric = metrics.get(current);
      const suffix = name.slice(current.length);
      const allowed = SUFFIXES[metric?.type ?? ""] ?? /^$/;
      if (!metric || !name.startsWith(current) || !allowed.test(suffix)) throw fail(`not of ${current}`);
      if (metric.samples.has(name + labels)) throw fail("twice");
      metric.samples.set(name + labels, numberOf(value));
    }
  }
  return metrics;
}
