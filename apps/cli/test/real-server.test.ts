import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createEmptyDatabase } from "@hostscan/database/testing";
import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { environment, hostscan, testFolder } from "./hostscan.ts";
import { openTerminal } from "./terminal.ts";

/** The server's executable on a database of its own. */
async function installServer() {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  const env = environment({
    DATABASE_URL: database.connectionString,
    HOSTSCAN_SECRET_KEY: randomBytes(32).toString("base64"),
  });
  const start = (argv: readonly string[], input = "") => {
    const child = spawn(process.execPath, [inject("serverExecutable"), ...argv], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(input);
    const ended = once(child, "close");
    onTestFinished(async () => {
      child.kill("SIGKILL");
      await ended;
    });
    return { child, ended, lines: createInterface({ input: child.stdout }) };
  };
  const firstLine = async (argv: readonly string[], input?: string) => {
    const { lines, ended } = start(argv, input);
    const [line] = await Promise.race([once(lines, "line"), ended]);
    await ended;
    return String(line);
  };
  return { start, firstLine };
}

const gate = sshdGate("password");

describe.skipIf(gate.skip)(gate.title("against the executable and OpenSSH"), () => {
  test("a first scan, from login to the host's system", async () => {
    const sshd = await startSshd();
    onTestFinished(() => sshd.stop());
    const { start, firstLine } = await installServer();
    await firstLine(["migrate"]);
    await firstLine(
      ["credential", "add", "lab", "--username", sshd.username, "--for", "localhost", "--password-stdin"],
      sshd.password,
    );
    const token = await firstLine(["token", "issue", "--name", "cli"]);
    const serving = start(["serve", "--json", "--port", "0", "--log-level", "silent"]);
    const { url } = JSON.parse(String((await once(serving.lines, "line"))[0]));

    const env = { HOME: await testFolder() };
    expect(await hostscan(["login", "--server", url, "--token-stdin"], { env, stdin: token })).toMatchObject({
      code: 0,
    });
    const argv = ["scan", sshd.host, "--port", String(sshd.port), "--credential", "lab", "--wait"];
    const untrusted = await hostscan([...argv, "--json"], { env });
    expect(untrusted.code).toBe(3);
    expect(untrusted.out).toContain("SHA256:");

    const terminal = openTerminal([...argv, "--accept-first"], { env, columns: 120 });
    expect(await terminal.ended, (await terminal.screen()).join("\n")).toBe(0);
    const screen = await terminal.screen();
    expect(screen.at(-1)).toMatch(/^127\.0\.0\.1 {2}Complete {2}\S+/);
    expect(terminal.written()).not.toContain(sshd.password);
  });
});
