import { markdownTable } from "../cli/markdown-table.ts";
import { settings } from "./settings.ts";

/** The table of settings as Markdown, as the README has it. */
export function settingsReference(): string {
  const rows = [...settings.values()].map((setting) => [
    code(setting.variable),
    code(setting.flag),
    code(setting.default),
    setting.summary,
  ]);
  return markdownTable(["Variable", "Flag", "Default", "Meaning"], rows);
}

function code(text: string | undefined): string {
  return text ? `\`${text}\`` : "";
}
