import { settings } from "./settings.ts";

/** The table of settings as Markdown, as the README has it. */
export function settingsReference(): string {
  const rows = [...settings.values()].map((setting) => [
    code(setting.variable),
    code(setting.flag),
    code(setting.default),
    setting.summary,
  ]);
  const head = ["Variable", "Flag", "Default", "Meaning"];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => String(row[column]).length)),
  );
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...rows].map((row) => line(row, widths)).join("");
}

function code(text: string | undefined): string {
  return text ? `\`${text}\`` : "";
}

function line(row: readonly string[], widths: readonly number[]): string {
  return `| ${widths.map((width, column) => String(row[column]).padEnd(width)).join(" | ")} |\n`;
}
