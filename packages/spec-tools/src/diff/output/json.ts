import type { DiffReport } from "../report.ts";

/** A report for programs, as JSON. Members are added to it, but neither removed nor renamed. */
export function reportAsJson(report: DiffReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
