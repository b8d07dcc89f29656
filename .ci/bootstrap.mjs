// Runs the named pnpm script on a machine that has only Node >= 20 and npm.
// pnpm, and Node 24 where this machine's Node is too old, come from the npm registry.
import { spawnSync } from "node:child_process";
import { arch, platform } from "node:process";

const PNPM = "pnpm@12.21.0";
const NODE_VERSION = "24.21.0";
const OLDEST_NODE = [22, 18];

const INSTALL = "pnpm install --frozen-lockfile --reporter=append-only --loglevel=warn";
/** Whoever only serves is spared the runtimes and tools of the tests: most of what there is to download. */
const SERVER = [
  `${INSTALL} --filter hostscan --filter @hostscan/server-app...`,
  "pnpm exec turbo run build --filter @hostscan/server-app... --output-logs=errors-only",
];

const COMMANDS = {
  start: [...SERVER, "node apps/server/dist/main.js"],
  demo: [...SERVER, "node apps/server/dist/demo.js"],
  test: [INSTALL, "node .ci/check.mjs"],
};

function nodeIsNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** The npx packages that stand in for what the machine lacks. */
function packages() {
  if (nodeIsNewEnough()) return [PNPM];
  const name = { linux: "node-linux", darwin: "node-darwin" }[platform];
  const cpu = { x64: "x64", arm64: "arm64" }[arch];
  if (!name || !cpu)
    throw new Error(`Node ${OLDEST_NODE.join(".")} or newer is needed on ${platform}-${arch}`);
  return [`${name}-${cpu}@${NODE_VERSION}`, PNPM];
}

const [script = "", ...rest] = process.argv.slice(2);
const steps = COMMANDS[script];
if (!steps) throw new Error(`unknown script "${script}": one of ${Object.keys(COMMANDS).join(", ")}`);

const quote = (word) => `'${word.replaceAll("'", `'\\''`)}'`;
const last = [steps.at(-1), ...rest.map(quote)].join(" ");
const line = [...steps.slice(0, -1), `exec ${last}`].join(" && ");

const env = { ...process.env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1", npm_config_yes: "true" };
const npx = ["--yes", ...packages().flatMap((name) => ["-p", name]), "-c", line];
const { status, signal } = spawnSync("npx", npx, { stdio: "inherit", env });
process.exitCode = signal ? 1 : (status ?? 1);
