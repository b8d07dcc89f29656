import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { scanned } from "../../../test/scanning.ts";
import { randomPorts } from "../daemon/port.ts";
import { portOf } from "../fixture/tcp.ts";
import { sshdGate } from "./availability.ts";
import { startSshd } from "./sshd.ts";

const gate = sshdGate("key");
const ownAccount = sshdGate("password");

describe.skipIf(gate.skip)(gate.title("a real sshd of our own"), () => {
  it("shows the key whose thumbprint it names, in ssh-keygen's eyes", async () => {
    await using sshd = await startSshd();
    const { stdout: key } = await promisify(execFile)("ssh-keyscan", [
      "-p",
      `${sshd.port}`,
      "-t",
      "ed25519",
      sshd.host,
    ]);
    const asking = promisify(execFile)("ssh-keygen", ["-lf", "-"]);
    asking.child.stdin?.end(key);
    expect((await asking).stdout).toContain(sshd.thumbprint);
  });

  it("answers on other loopback addresses where it is told to", async () => {
    await using sshd = await startSshd({ everyLoopbackAddress: true });
    const { port, username, keys } = sshd;
    const outcome = await scanned({ host: "127.4.5.6", port, credential: { username, ...keys.plain } });
    expect(outcome).toMatchObject({ ok: true, facts: { ipAddress: "127.4.5.6" } });
  });

  it("passes on from a port that is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const taken = portOf(server.address());
    await using sshd = await startSshd({ ports: [taken, ...randomPorts()] });
    expect(sshd.port).not.toBe(taken);
    server.close();
  });

  it("leaves nothing behind, not even where it does not start", async () => {
    // Other tests have their sshds in the machine's own temporary folder.
    const folder = mkdtempSync(join(tmpdir(), "hostscan-empty-"));
    vi.stubEnv("TMPDIR", folder);
    await expect(startSshd({ config: ["NoSuchOption yes"] })).rejects.toThrow("NoSuchOption");
    const sshd = await startSshd();
    await sshd.stop();
    vi.unstubAllEnvs();
    expect(await scanned({ port: sshd.port })).toMatchObject({ failure: { phase: "tcp" } });
    rmdirSync(folder);
  });
});

describe.skipIf(ownAccount.skip)(ownAccount.title("a real sshd with an account of its own"), () => {
  it("keeps its account to itself", async () => {
    await using sshd = await startSshd();
    expect(readFileSync("/etc/passwd", "utf8")).not.toContain(sshd.username);
    expect(readFileSync("/proc/self/mounts", "utf8")).not.toContain("hostscan-sshd");
  });

  it("keeps it though the machine replaces its own accounts, as adduser does", async () => {
    // In a mount namespace, so that it is not this machine whose accounts are replaced.
    const enter = 'mount -t tmpfs tmpfs /mnt; cp -a /etc/. /mnt; mount --bind /mnt /etc; exec "$0" "$@"';
    const script = `
      import { copyFileSync, renameSync } from "node:fs";
      import { scanned } from ${JSON.stringify(new URL("../../../test/scanning.ts", import.meta.url))};
      import { startSshd } from ${JSON.stringify(new URL("./sshd.ts", import.meta.url))};
      await using sshd = await startSshd();
      for (const file of ["/etc/passwd", "/etc/shadow", "/etc/group"]) {
        copyFileSync(file, file + ".new");
        renameSync(file + ".new", file);
      }
      const { port, username, password } = sshd;
      console.log(JSON.stringify(await scanned({ port, credential: { username, password } })));`;
    const node = [process.execPath, "--input-type=module", "-e", script];
    const { stdout } = await promisify(execFile)("unshare", ["--mount", "sh", "-euc", enter, ...node]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  it("ends with the process that started it, however that ends", async () => {
    // Killed like this, it cannot remove its files.
    const folder = mkdtempSync(join(tmpdir(), "hostscan-orphan-"));
    const script = `
      import { startSshd } from ${JSON.stringify(new URL("./sshd.ts", import.meta.url))};
      console.log((await startSshd()).port);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: folder },
    });
    const [port] = await once(parent.stdout, "data");
    parent.kill("SIGKILL");
    await expect
      .poll(() => scanned({ port: Number(port) }))
      .toMatchObject({ failure: { message: expect.stringContaining("ECONNREFUSED") } });
    rmSync(folder, { recursive: true });
  });
});
