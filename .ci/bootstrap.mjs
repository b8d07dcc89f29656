// Runs the named script on a machine that has only Node >= 20 and npm.
// pnpm, and Node 24 where this machine's Node is too old, come from the npm registry, pinned by hash (bootstrap/pins.json).
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { COMMANDS } from "./bootstrap/commands.mjs";
import { fetchPinned } from "./bootstrap/fetch.mjs";

const OLDEST_NODE = [22, 18];
const KILL_AFTER_MS = 10_000;
const root = fileURLToPath(new URL("..", import.meta.url));
const pins = JSON.parse(readFileSync(new URL("bootstrap/pins.json", import.meta.url), "utf8"));

/** For whoever waits; standard output is the program's own. */
const say = (text) => process.stderr.write(`hostscan: ${text}\n`);

function nodeIsNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** Folders of programs that stand in for what the machine lacks, and the Node to use. */
function programs() {
  const brought = [];
  let node = process.execPath;
  if (!nodeIsNewEnough()) {
    const folder = fetchPinned(pins.node, root);
    if (!folder) throw new Error(`Node ${OLDEST_NODE.join(".")} or newer is needed here`);
    brought.push(join(folder, "bin"));
    node = join(folder, "bin", "node");
  }
  const pnpm = fetchPinned(pins.pnpm, root);
  if (pnpm) brought.push(pnpm);
  else if (spawnSync("pnpm", ["--version"]).status !== 0) {
    throw new Error(`pnpm is needed here: npm install --global pnpm@${pins.pnpm.version}`);
  }
  return { node, path: [...brought, process.env.PATH].join(delimiter) };
}

/** Ends this process as one that a signal ended. */
const endedBy = (signal) => process.exit(128 + constants.signals[signal]);

/**
 * Runs a step to its end. It is a process group of its own, so that a signal, whoever it was sent to, stops all of it,
 * and once.
 */
function runStep([command, ...args], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "inherit", "inherit"],
    });
    let asked;
    const kill = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It has ended.
      }
    };
    const stop = (signal) => {
      if (asked) return;
      asked = signal;
      kill(signal);
      setTimeout(kill, KILL_AFTER_MS, "SIGKILL").unref();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      for (const each of SIGNALS) process.off(each, stop);
      if (asked) endedBy(asked);
      if (code === 0) resolve();
      else process.exit(code ?? 128 + constants.signals[signal]);
    });
  });
}

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"];

/** Becomes the last step, where this Node can: then nobody stands between it and who stops it. Else hands signals on. */
function become(args, { node, env }) {
  process.chdir(root);
  if (process.execve) {
    // That it is experimental is of no use to whoever starts a server.
    process.removeAllListeners("warning");
    process.execve(node, [node, ...args], env);
  }
  const child = spawn(node, args, { env, stdio: "inherit" });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

const [script = "", ...rest] = process.argv.slice(2);
try {
  const named = COMMANDS[script];
  if (!named) throw new Error(`unknown script "${script}": one of ${Object.keys(COMMANDS).join(", ")}`);
  const { node, path } = programs();
  const env = { ...process.env, PATH: path, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" };
  for (const { says, command } of named.steps) {
    say(says);
    await runStep(command, env);
  }
  become([...named.last, ...rest], { node, env });
} catch (error) {
  // The registry is out of reach, the disk is full or read-only: one line says so.
  say(error.message.replace(/\s*\n\s*/g, " "));
  process.exitCode = 1;
}
