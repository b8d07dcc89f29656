import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle } from "../bundle.ts";
import { executableOf, type Runtime, reportOf } from "./runtime.ts";

/** Nothing of this machine's settings: a runtime must not load or look for anything else. */
const environment = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" };

const source = (baseUrl: string) => `
  import { runScenario } from "./scenario.ts";
  // Node 20 does not name itself so.
  globalThis.navigator ??= { userAgent: "Node.js/" + parseInt(process.versions.node) };
  console.log(JSON.stringify(await runScenario(${JSON.stringify(baseUrl)})));
`;

/** A runtime that takes a script. */
function commandLine(
  name: string,
  userAgent: RegExp,
  executable: string | undefined,
  ...options: readonly string[]
): Runtime {
  return {
    name,
    userAgent,
    executable,
    async run(path, baseUrl) {
      const folder = await mkdtemp(join(tmpdir(), "hostscan-runtime-"));
      try {
        const script = join(folder, "scenario.mjs");
        await writeFile(script, (await bundle(source(baseUrl))).code);
        const env = { ...environment, HOME: folder, DENO_DIR: folder };
        const { stdout } = await promisify(execFile)(path, [...options, script], { env, timeout: 120_000 });
        return reportOf(stdout);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

export const commandLines: readonly Runtime[] = [
  commandLine("Node 20", /^Node\.js\/20$/, executableOf("node-20", "bin/node")),
  commandLine("Node 22", /^Node\.js\/22$/, executableOf("node-22", "bin/node")),
  commandLine("Node 24", /^Node\.js\/24$/, executableOf("node-24", "bin/node")),
  commandLine("Bun", /^Bun\/1\./, executableOf("@oven/bun-linux-x64", "bin/bun"), "run"),
  // Deno lets a script do only what it is allowed to: the network, and nothing else.
  commandLine(
    "Deno",
    /^Deno\/2\./,
    executableOf("@deno/linux-x64-glibc", "deno"),
    "run",
    "--no-prompt",
    "--allow-net=127.0.0.1",
  ),
];
