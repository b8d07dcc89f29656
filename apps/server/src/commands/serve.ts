import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Installation } from "@hostscan/engine";
import type { Command } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { addSettings } from "../configuration/flags.ts";
import { type ResolvedConfiguration, resolveConfiguration } from "../configuration/resolve.ts";
import { accepted } from "../installation/accepted.ts";
import { firstSteps } from "../serve/first-steps.ts";
import { createLog } from "../serve/log.ts";
import { type RunningServer, runServer } from "../serve/run-server.ts";
import { stopSignal } from "../serve/stop-signal.ts";
import { selfSignedFile } from "../serve/tls/self-signed.ts";
import type { Flags } from "./administer.ts";

const DAY_SECONDS = 86_400;
const LIFETIME_SECONDS = 90 * DAY_SECONDS;
/** A token that ends sooner is replaced, so that a server that was just started is of use for a while. */
const LEAST_LEFT_MS = 7 * DAY_SECONDS * 1_000;

const OWNER_ONLY = 0o600;

/** Sees to it that a file, which only its owner can read, holds a valid token of role App. */
export async function keepFirstToken(
  { tokens, tokenVerifier }: Pick<Installation, "tokens" | "tokenVerifier">,
  path: string,
): Promise<void> {
  const kept = await readFile(path, "utf8").catch(() => "");
  const verdict = await tokenVerifier.verify(kept.trim());
  if (verdict.ok && verdict.expiresAt.getTime() - Date.now() > LEAST_LEFT_MS) {
    await chmod(path, OWNER_ONLY);
    return;
  }
  const request = { name: "first", role: "App", expiresInSeconds: LIFETIME_SECONDS };
  const { token } = accepted(await tokens.issue(request));
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${token}\n`, { mode: OWNER_ONLY });
  await rename(draft, path);
}

interface Addresses {
  readonly url: string;
  /** Absent where the pages are not served. */
  readonly docsUrl: string | undefined;
  /** Whether it serves the API at all; yes where absent. */
  readonly api?: boolean;
}

/** Where the API is, and the pages that tell of it, in a line for people; of a worker, where it tells its health. */
export function whereServed({ url, docsUrl, api = true }: Addresses): string {
  if (!api) return `Scanning hosts; healthy or not is told on ${url}/readyz\n`;
  return `Host Scan Job API on ${url}${docsUrl ? `, described on ${docsUrl}` : ""}\n`;
}

interface ServeFlags extends Flags {
  readonly json?: true;
}

const NOTES = `
A process without the role api listens only where a port is given, and then tells its health alone.

Examples:
  $ hostscan-server serve --port 8080
  $ DATABASE_URL=postgres://… HOSTSCAN_SECRET_KEY=… hostscan-server serve --role worker`;

/** Adds `serve`, which is what runs where no command is named. */
export function addServeCommand(program: Command, io: Io): void {
  const serve = program.command("serve", { isDefault: true });
  serve
    .description("serve the API and scan hosts until SIGTERM or SIGINT (default command)")
    .option("--json", "print where it serves as one JSON object")
    // A word that is no command comes here.
    .allowExcessArguments()
    .action((flags: ServeFlags) => {
      const [unknown] = serve.args;
      if (unknown === undefined) return serveUntilStopped(io, flags);
      throw new CommandFailure(ExitCode.Usage, `there is no command ${unknown}; see --help`);
    });
  addSettings(serve, "serve").addHelpText("after", NOTES);
}

async function serveUntilStopped(io: Io, flags: ServeFlags): Promise<void> {
  const resolved = resolveConfiguration(io.env, { values: flags, command: "serve" });
  const log = createLog(io, resolved.configuration.logLevel);
  const stop = stopSignal(io);
  try {
    await runServer({ resolved, log, env: io.env, onEmbedded: stop.beforeExit }, async (server) => {
      await announce(io, flags, resolved, server);
      const { url, metricsUrl, mostConnections } = server;
      log.info({ url, metricsUrl, role: resolved.configuration.role, mostConnections }, "started");
      const lost = Promise.withResolvers<never>();
      const followNoLonger = server.installation.secretKey.follow(lost.reject);
      try {
        const signal = await Promise.race([stop.received, lost.promise]);
        log.info({ signal }, "stopping");
      } catch (error) {
        log.fatal({ err: error }, "stopping");
        throw error;
      } finally {
        followNoLonger();
      }
    });
    log.info("stopped");
  } finally {
    stop.release();
  }
}

async function announce(io: Io, flags: ServeFlags, resolved: ResolvedConfiguration, server: RunningServer) {
  const { dataDir, databaseUrl, role } = resolved.configuration;
  const { url, docsUrl, metricsUrl, installation, selfSigned } = server;
  const embedded = databaseUrl === undefined && url !== undefined && role.includes("api");
  const tokenFile = embedded ? join(dataDir, "token") : undefined;
  if (tokenFile) await keepFirstToken(installation, tokenFile);
  if (flags.json)
    return printJson(io, { url, docsUrl, role, tokenFile, fingerprint: selfSigned, metricsUrl });
  if (!url) return print(io, "Scanning hosts\n");
  if (selfSigned) await print(io, `Certificate for localhost, SHA-256 ${selfSigned}\n`);
  if (!tokenFile) return print(io, whereServed({ url, docsUrl, api: role.includes("api") }));
  const certificateFile = selfSigned ? selfSignedFile(dataDir) : undefined;
  const given = resolved.given.has("dataDir") ? dataDir : undefined;
  return print(
    io,
    firstSteps({ url, docsUrl, tokenFile, dataDir: given, executable: io.executable, certificateFile }),
  );
}
