import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { bundle } from "../bundle.ts";
import { executableOf, type Runtime, reportOf } from "./runtime.ts";

/** A worker on a loopback port, which may call servers on this machine. */
const config = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-11-01",
);
`;

const source = (baseUrl: string) => `
  import { runScenario } from "./scenario.ts";
  export default { fetch: async () => Response.json(await runScenario(${JSON.stringify(baseUrl)})) };
`;

/** Cloudflare's runtime, without Cloudflare. */
export const workerd: Runtime = {
  name: "workerd",
  userAgent: /^Cloudflare-Workers$/,
  executable: executableOf("@cloudflare/workerd-linux-64", "bin/workerd"),
  async run(path, baseUrl) {
    const folder = await mkdtemp(join(tmpdir(), "hostscan-runtime-"));
    await writeFile(join(folder, "worker.mjs"), (await bundle(source(baseUrl))).code);
    await writeFile(join(folder, "config.capnp"), config);
    // It tells on the fourth file which port it got.
    const child = spawn(path, ["serve", join(folder, "config.capnp"), "--control-fd=3"], {
      stdio: ["ignore", "ignore", "inherit", "pipe"],
      env: {},
    });
    const gone = once(child, "exit");
    try {
      const answer = await fetch(`http://127.0.0.1:${await portOf(child.stdio[3])}/`);
      return reportOf(await answer.text());
    } finally {
      child.kill("SIGKILL");
      await gone;
      await rm(folder, { recursive: true });
    }
  },
};

async function portOf(control: unknown): Promise<number> {
  if (!(control instanceof Readable)) throw new Error("workerd has no control file");
  for await (const line of createInterface({ input: control })) {
    const { event, port } = JSON.parse(line);
    if (event === "listen" && typeof port === "number") return port;
  }
  throw new Error("workerd ended before it listened");
}
