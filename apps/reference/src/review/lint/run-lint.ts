import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { redocly } from "@hostscan/contract/generate";
import { stringify } from "yaml";
import { z } from "zod";
import type { LintRun } from "./lint-result.ts";

const severity = z.enum(["error", "warn", "off"]);
/** A setting is a severity, or an object that has one among its options. */
const Rules = z.record(
  z.string(),
  z.union([severity, z.object({ severity }).transform((setting) => setting.severity)]),
);
const Output = z.object({
  version: z.string(),
  problems: z.array(
    z.object({
      ruleId: z.string(),
      severity: severity.exclude(["off"]),
      message: z.string(),
      location: z.array(
        z.object({ source: z.object({ ref: z.string() }), pointer: z.string().default("#/") }),
      ),
    }),
  ),
});

/**
 * Lints the document of a folder with the rules of its `redocly.yaml`, and tells which rules those are.
 *
 * @throws where the linter does not get as far as the document, in its own words
 */
export async function runLint(openapiFolder: string): Promise<LintRun> {
  const scratch = await mkdtemp(join(tmpdir(), "review-lint-"));
  try {
    const [config, list] = [join(scratch, "redocly.yaml"), join(scratch, "rules.json")];
    await writeFile(
      config,
      stringify({
        extends: [join(openapiFolder, "redocly.yaml")],
        plugins: [fileURLToPath(new URL("effective-rules.ts", import.meta.url))],
        preprocessors: { "effective-rules/list": { severity: "error", file: list } },
      }),
    );
    const { output, errors } = await redocly(
      openapiFolder,
      "lint",
      "openapi.yaml",
      ...["--config", config, "--format", "json", "--max-problems", "1000"],
    );
    if (output === "") throw new Error(`the linter ended without a result: ${errors}`);
    const { version, problems } = Output.parse(JSON.parse(output));
    const rules = Rules.parse(JSON.parse(await readFile(list, "utf8")));
    return {
      linter: `Redocly ${version}`,
      rules: Object.entries(rules).map(([name, set]) => ({ name, severity: set })),
      problems: problems.map(({ ruleId, severity, message, location: [at] }) => ({
        ...{ rule: ruleId, severity, message },
        place: at ? `${at.source.ref} ${at.pointer}` : "",
      })),
    };
  } finally {
    await rm(scratch, { recursive: true });
  }
}
