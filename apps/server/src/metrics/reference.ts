import type { Registry } from "prom-client";
import { markdownTable } from "../cli/markdown-table.ts";

/** The table of our own metrics as Markdown, as the README has it. */
export async function metricsReference(registry: Registry): Promise<string> {
  const metrics = await registry.getMetricsAsJSON();
  const own = metrics.filter(({ name }) => name.startsWith("hostscan_"));
  const rows = own.map(({ name, type, help }) => [`\`${name}\``, String(type), help]);
  return markdownTable(["Metric", "Type", "Meaning"], rows);
}
