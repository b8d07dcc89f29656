import type { Ratio, Report } from "./bench.ts";
import type { Spread } from "./statistics.ts";

/** Writes a report for people: medians, and between which bounds the middle half of the samples lies. */
export function table({ title, rows, ratios }: Report): string {
  const units = [...new Set(rows.flatMap(({ measured }) => Object.keys(measured)))];
  const measured = align([
    ["", ...units],
    ...rows.map((row) => [row.name, ...units.map((unit) => written(row.measured[unit]))]),
  ]);
  const compared = align([
    ["", "ratio", "target"],
    ...ratios.map((ratio) => [ratio.name, written(ratio.ratio), target(ratio)]),
  ]);
  return `${title}\n\n${measured}\n\n${compared}\n`;
}

/** Whether a ratio is where it is to be. */
export function isReached({ ratio, target }: Ratio): boolean {
  if (!target) return true;
  return "atLeast" in target ? ratio.median >= target.atLeast : ratio.median <= target.atMost;
}

function target(ratio: Ratio): string {
  if (!ratio.target) return "";
  const wanted = "atLeast" in ratio.target ? `≥ ${ratio.target.atLeast}` : `≤ ${ratio.target.atMost}`;
  return `${wanted} ${isReached(ratio) ? "reached" : "MISSED"}`;
}

function written(values: Spread | undefined): string {
  if (!values) return "";
  const { median, lowerQuartile, upperQuartile } = values;
  return `${number(median)} (${number(lowerQuartile)} to ${number(upperQuartile)})`;
}

const number = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

function align(lines: readonly (readonly string[])[]): string {
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
