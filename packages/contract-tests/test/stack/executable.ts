import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type {} from "@hostscan/database/testing";
import { inject } from "vitest";
import { memberOf } from "../../src/document/place.ts";

/** What commands and servers of one installation find it by. */
export type Environment = Readonly<Record<string, string>>;

/** A server process that has said where it serves. */
export interface Executable extends AsyncDisposable {
  readonly url: string;
}

const MOCK = fileURLToPath(import.meta.resolve("../../../../apps/mock/src/main.ts"));

/** Starts an executable with JSON output. Nothing of this process's environment gets through but the path. */
function start(app: "mock" | "server", environment: Environment, argv: readonly string[]) {
  const main = app === "mock" ? ["--conditions=@hostscan/source", MOCK] : [inject("serverExecutable")];
  return spawn(process.execPath, [...main, ...argv, "--json"], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs a command of the server's executable and gives the JSON that it prints. */
export async function runExecutable(environment: Environment, ...argv: readonly string[]): Promise<unknown> {
  const child = start("server", environment, argv);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (child.exitCode !== 0) throw new Error(`${argv.join(" ")} ended with ${child.exitCode}: ${errors}`);
  return JSON.parse(output);
}

/** A member of the JSON object that a command prints, which must be text. */
export async function textOf(member: string, json: Promise<unknown>): Promise<string> {
  const value = memberOf(await json, member);
  if (typeof value !== "string") throw new Error(`there is no ${member}`);
  return value;
}

/** Starts a server on a free port. Disposing of it waits until it has stopped by itself. */
export function startExecutable(environment: Environment, ...flags: readonly string[]): Promise<Executable> {
  return untilServing(
    start("server", environment, ["serve", "--port", "0", "--shutdown-grace", "0", ...flags]),
  );
}

/** Starts the mock on a free port, as {@link startExecutable} does the server. */
export function startMock(): Promise<Executable> {
  return untilServing(start("mock", {}, ["--port", "0", "--log-level", "silent"]));
}

async function untilServing(child: ReturnType<typeof start>): Promise<Executable> {
  const errors = text(child.stderr);
  const closed = once(child, "close");
  const ended = closed.then(async () => {
    throw new Error(`the server ended with ${child.exitCode}: ${await errors}`);
  });
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  ended.catch(() => undefined);
  return {
    url: JSON.parse(String(line)).url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
