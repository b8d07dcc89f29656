import { type EventEmitter, once } from "node:events";
import type { Writable } from "node:stream";
import { openapiDocument } from "@hostscan/contract/document";
import { visibleText } from "@hostscan/server";
import { CommanderError } from "commander";
import { pino, stdTimeFunctions } from "pino";
import { createMock } from "../create-mock.ts";
import { readAnswers } from "../examples/declared-answers.ts";
import { firstSteps, statefulSteps } from "./first-steps.ts";
import { CannotListen, type Listening, listen } from "./listen.ts";
import { createCommand, type Options } from "./options.ts";

/** All that the command touches of its process. */
export interface Io {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Emits `SIGINT` and `SIGTERM`. */
  readonly signals: EventEmitter;
}

/** As `hostscan-server` ends. */
const ExitCode = { Ok: 0, Failure: 1, Usage: 64, Unavailable: 69 } as const;

/**
 * Serves until SIGTERM or SIGINT.
 *
 * @param argv arguments without the program's own name
 * @returns the exit code; never rejects. A failure is told in one line on stderr.
 */
export async function runMock(argv: readonly string[], io: Io): Promise<number> {
  const command = createCommand()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(visibleText(text)),
      writeErr: (text) => io.stderr.write(visibleText(text)),
      outputError: (text, write) => write(text.replace(/^error:/, "hostscan-mock:")),
    });
  try {
    const options = command.parse(argv, { from: "user" }).opts<Options>();
    if (options.scanSeconds !== undefined && !options.stateful)
      command.error("error: --scan-seconds needs --stateful");
    await serve(options, io);
    return ExitCode.Ok;
  } catch (error) {
    // commander has said what was wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Ok : ExitCode.Usage;
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`hostscan-mock: ${visibleText(message)}\n`);
    return error instanceof CannotListen ? ExitCode.Unavailable : ExitCode.Failure;
  }
}

async function serve(options: Options, io: Io): Promise<void> {
  const { host, port, logLevel, stateful, scanSeconds } = options;
  const corsOrigins = options.corsOrigins ?? (options.cors && "localhost");
  const escaped = { write: (line: string) => void io.stderr.write(visibleText(line)) };
  const logger = pino({ level: logLevel, timestamp: stdTimeFunctions.isoTime }, escaped);
  const mock = createMock({
    logger,
    stateful: stateful === true,
    ...(scanSeconds !== undefined && { scanMs: scanSeconds * 1_000 }),
    ...(corsOrigins && { corsOrigins }),
  });
  const listening = await listen(mock.fetch, { host, port });
  const stop = stopSignal(io);
  announce(listening, options, io);
  logger.info({ signal: await stop }, "stopping");
  await listening.close();
}

/** Resolves to the first signal that asks the process to stop; a second one finds nobody to hear it, and so ends it. */
async function stopSignal({ signals }: Io): Promise<string> {
  const heard = new AbortController();
  const names = ["SIGTERM", "SIGINT"] as const;
  const first = names.map((name) => once(signals, name, { signal: heard.signal }).then(() => name));
  const signal = await Promise.race(first);
  for (const each of first) each.catch(() => {});
  heard.abort();
  return signal;
}

function announce({ url }: Listening, { json, stateful }: Options, { stdout }: Io): void {
  const steps = stateful ? statefulSteps(url) : firstSteps(url, readAnswers(openapiDocument));
  stdout.write(json ? `${JSON.stringify({ url })}\n` : steps);
}
