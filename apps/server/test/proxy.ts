import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { makeIdentity } from "./tls.ts";

const DEPLOY = new URL("../../../deploy/", import.meta.url);

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A folder of a test's own, which other users may look into. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-proxy-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  return folder;
}

/** Runs a program until the test ends, and waits until it listens. */
async function runUntilTestEnds(file: string, args: readonly string[], port: number): Promise<void> {
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${file} ended: ${said}`);
    if (await accepts(port)) return;
  }
}

async function accepts(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).then(
    () => true,
    (error: Error) => !String(error.cause).includes("ECONNREFUSED"),
  );
}

/** A sample of `deploy/`, with a test's own addresses and files in place of those in it. */
async function sample(name: string, changes: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(new URL(name, DEPLOY), "utf8");
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

const addressOf = (url: string) => new URL(url).host;

/** Starts the system's nginx with the sample in front of two servers. */
export async function startNginx([one, two]: readonly [string, string]): Promise<{ readonly url: string }> {
  const folder = await makeFolder();
  const port = await freePort();
  const { cert, key } = await makeIdentity();
  await writeFile(join(folder, "cert.pem"), cert);
  await writeFile(join(folder, "key.pem"), key);
  const site = await sample("nginx/hostscan.conf", [
    ["10.1.0.11:6500", addressOf(one)],
    ["10.1.0.12:6500", addressOf(two)],
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["/etc/ssl/hostscan", folder],
  ]);
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const http = `http {\naccess_log off;\n${places.join("\n")}\n${site}\n}\n`;
  const whole = `daemon off;\npid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\n${http}`;
  const file = join(folder, "nginx.conf");
  await writeFile(file, whole);
  await runUntilTestEnds("/usr/sbin/nginx", ["-c", file, "-e", join(folder, "error.log")], port);
  return { url: `https://127.0.0.1:${port}` };
}

/** Starts the system's HAProxy with the sample in front of two servers. */
export async function startHaproxy([one, two]: readonly [string, string]): Promise<{ readonly url: string }> {
  const folder = await makeFolder();
  const port = await freePort();
  const { cert, key } = await makeIdentity();
  await writeFile(join(folder, "both.pem"), `${cert}\n${key}`);
  const whole = await sample("haproxy/haproxy.cfg", [
    ["10.1.0.11:6500", addressOf(one)],
    ["10.1.0.12:6500", addressOf(two)],
    ["bind :443", `bind 127.0.0.1:${port}`],
    ["/etc/ssl/hostscan", folder],
  ]);
  const file = join(folder, "haproxy.cfg");
  await writeFile(file, whole);
  await runUntilTestEnds("/usr/sbin/haproxy", ["-f", file], port);
  return { url: `https://127.0.0.1:${port}` };
}
