import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hostIds, path } from "./call.ts";
import type { Loader } from "./loader.ts";

const run = promisify(execFile);
const script = fileURLToPath(new URL("./wrk.lua", import.meta.url));

/** Whether `wrk` can be started. */
export const hasWrk = (): Promise<boolean> =>
  run("which", ["wrk"]).then(
    () => true,
    () => false,
  );

/** Has `wrk` make the calls. The token goes by the environment, where no list of processes shows it. */
export const loadByWrk: Loader = async (origin, token, seconds) => {
  const env = { ...process.env, BENCH_BODY: JSON.stringify(hostIds), BENCH_TOKEN: token };
  const { stdout } = await run("wrk", ["-c32", "-t1", `-d${seconds}s`, "-s", script, `${origin}${path}`], {
    env,
  });
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Not every call succeeded:\n${stdout}`);
  const [, calls, elapsed] = /(\d+) requests in ([\d.]+)s/.exec(stdout) ?? [];
  return { calls: Number(calls), elapsedSeconds: Number(elapsed) };
};
