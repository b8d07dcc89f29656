import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { startProcess } from "../process.ts";

const redocly = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
/** Where Redocly is told to send nothing home. */
const openapi = dirname(fileURLToPath(import.meta.resolve("@hostscan/openapi/openapi.yaml")));

/** What Redocly reports of a run, as far as it is read: each step that was taken, a repeated one each time. */
const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      executedWorkflows: z.array(z.object({ executedSteps: z.array(z.object({ stepId: z.string() })) })),
    }),
  ),
});

/** How a run of workflows ended. */
export interface Respected {
  readonly code: number | null;
  /** The steps in the order in which they were first taken. */
  readonly steps: readonly string[];
  /** Everything that was said, in the terminal and in the report. */
  readonly said: string;
}

/**
 * Runs the workflows of a file in `openapi/workflows/` against a server, by Redocly's own runner. It calls nobody but
 * the server, checks every answer by the document too, and gets the inputs by its environment: some are secret.
 */
export async function respect(
  file: string,
  url: string,
  inputs: Readonly<Record<string, unknown>>,
): Promise<Respected> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-respect-"));
  const path = join(folder, "report.json");
  try {
    const run = startProcess([`workflows/${file}`, "--verbose", "--json-output", path], {
      command: [process.execPath, redocly, "respect"],
      cwd: openapi,
      env: {
        REDOCLY_TELEMETRY: "off",
        REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
        REDOCLY_CLI_RESPECT_INPUT: JSON.stringify(inputs),
        REDOCLY_CLI_RESPECT_SERVER: `hostscan=${url}`,
      },
    });
    const { code } = await run.ended;
    const json = await readFile(path, "utf8");
    const { files } = report.parse(JSON.parse(json));
    const taken = Object.values(files).flatMap(({ executedWorkflows }) =>
      executedWorkflows.flatMap(({ executedSteps }) => executedSteps.map(({ stepId }) => stepId)),
    );
    return { code, steps: [...new Set(taken)], said: run.out() + run.err() + json };
  } finally {
    await rm(folder, { recursive: true });
  }
}
