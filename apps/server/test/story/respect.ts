import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redoclyWith } from "@hostscan/openapi/test/redocly";

/** Runs a workflow of `openapi/workflows/` against a server */
export async function respect(file: string, url: string, inputs: Readonly<Record<string, unknown>>) {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-respect-"));
  const report = join(folder, "report.json");
  try {
    const variables = {
      REDOCLY_CLI_RESPECT_INPUT: JSON.stringify(inputs),
      REDOCLY_CLI_RESPECT_SERVER: `hostscan=${url}`,
    };
    const run = await redoclyWith(
      variables,
      "respect",
      `workflows/${file}`,
      "--verbose",
      "--json-output",
      report,
    );
    return { ...run, report: await readFile(report, "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
