import { expect, test } from "vitest";
import { isReached, table } from "./table.ts";

const at = (median: number) => ({ median, lowerQuartile: median * 0.9, upperQuartile: median * 1.1 });

test("a report is written as a table, with what was to be reached", () => {
  const report = {
    title: "HTTP",
    rows: [
      { name: "hostscan", measured: { "calls/s": at(30_000), "µs CPU/call": at(30) } },
      { name: "a peer", measured: { "calls/s": at(20_000) } },
    ],
    ratios: [
      { name: "hostscan ÷ a peer", ratio: at(1.5), target: { atLeast: 0.95 } },
      { name: "stall", ratio: at(200), target: { atMost: 100 } },
      { name: "floor", ratio: at(0.5) },
    ],
  };

  expect(table(report)).toBe(
    [
      "HTTP",
      "",
      "          calls/s                 µs CPU/call",
      "hostscan  30000 (27000 to 33000)  30.0 (27.0 to 33.0)",
      "a peer    20000 (18000 to 22000)",
      "",
      "                   ratio                target",
      "hostscan ÷ a peer  1.50 (1.35 to 1.65)  ≥ 0.95 reached",
      "stall              200 (180 to 220)     ≤ 100 MISSED",
      "floor              0.50 (0.45 to 0.55)",
      "",
    ].join("\n"),
  );
  expect(report.ratios.map(isReached)).toEqual([true, false, true]);
});
