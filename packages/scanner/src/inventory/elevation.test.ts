import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tapped } from "../../test/inventory/tap.ts";
import { scanned } from "../../test/scanning.ts";
import { elevationGate } from "../testing/elevation.ts";
import { type Sshd, startSshd } from "../testing/index.ts";
import type { Elevation, Inventory } from "./types.ts";

const gate = elevationGate();
const ROOT_PASSWORD = "the root of all";

describe.skipIf(gate.skip)(gate.title("becoming the super user on a real sshd"), () => {
  let folder: string;
  let sshd: Sshd;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hostscan-sudoers-"));
    const doas = "permit hostscan-scan\n";
    sshd = await startSshd({
      etc: { sudoers: `@include ${folder}/rules\n`, "doas.conf": doas },
      rootPassword: ROOT_PASSWORD,
    });
  });
  afterAll(async () => {
    await sshd.stop();
    await rm(folder, { recursive: true });
  });

  /** The state of the users, the bytes that came over the wire, and those that went. */
  async function reading(elevate: Elevation, rules = "", byKey = false) {
    await writeFile(join(folder, "rules"), `${rules}\n`, { mode: 0o440 });
    const secrets = byKey ? sshd.keys.plain : { password: sshd.password };
    const credential = { username: sshd.username, ...secrets, elevate };
    const { result, received } = await tapped(() =>
      scanned({ port: sshd.port, credential, sections: ["users"] }),
    );
    if (!result.ok) throw new Error(result.failure.message);
    const inventory: Inventory = result.inventory ?? {};
    expect(received).not.toContain("$6$");
    expect(received).not.toContain(sshd.password);
    expect(received).not.toContain(ROOT_PASSWORD);
    return { users: inventory.users, received };
  }

  it.each(["requiretty", "!requiretty", "use_pty", "!use_pty", "lecture=always"])(
    "works by sudo with the login's password, with %s",
    async (setting) => {
      const { users, received } = await reading(
        { method: "sudo" },
        `Defaults ${setting}, timestamp_timeout=0\nhostscan-scan ALL=(ALL) ALL`,
      );
      expect(users).toMatchObject({ state: "collected" });
      expect(received.includes("great power")).toBe(setting.startsWith("lecture"));
    },
  );

  it("works by sudo without a password, which is not told then", async () => {
    const rules = "hostscan-scan ALL=(ALL) NOPASSWD: ALL";
    expect((await reading({ method: "sudo", password: "never told" }, rules)).users).toMatchObject({
      state: "collected",
    });
    expect((await reading({ method: "sudo" }, rules, true)).users).toMatchObject({ state: "collected" });
  });

  it.each<[string, Elevation, rules: string, because: RegExp]>([
    [
      "a wrong password",
      { method: "sudo", password: "wrong" },
      "hostscan-scan ALL=(ALL) ALL",
      /sudo did not take the password\.$/,
    ],
    [
      "no rule",
      { method: "sudo" },
      "",
      /sudo did not let the login become the super user: .*hostscan-scan is not in the sudoers file/,
    ],
    [
      "a control character",
      { method: "sudo", password: "a\u0003b" },
      "hostscan-scan ALL=(ALL) ALL",
      /this one cannot be typed\.$/,
    ],
  ])("is denied by sudo for %s, and what can be read is", async (_, elevate, rules, because) => {
    const { users } = await reading(elevate, `Defaults timestamp_timeout=0\n${rules}`);
    expect(users).toMatchObject({
      state: "denied",
      missing: expect.arrayContaining(["/etc/shadow"]),
      message: expect.stringMatching(because),
    });
    expect(users?.entries.map(({ name }) => name)).toContain("hostscan-scan");
  });

  it("works by sudo where the host gives no terminal, and says what needs one", async () => {
    await using bare = await startSshd({
      config: ["PermitTTY no"],
      etc: { sudoers: `@include ${folder}/rules\n` },
    });
    const rules = "Defaults timestamp_timeout=0\nhostscan-scan ALL=(ALL) ALL\n";
    const read = async (more: string) => {
      await writeFile(join(folder, "rules"), `${rules}${more}`, { mode: 0o440 });
      const { username, password, port } = bare;
      const credential = { username, password, elevate: { method: "sudo" } as const };
      const outcome = await scanned({ port, credential, sections: ["users"] });
      return outcome.ok ? outcome.inventory?.users : undefined;
    };
    expect(await read("")).toMatchObject({ state: "collected" });
    const message = expect.stringMatching(/sudo did not let the login .*must have a tty to run sudo/);
    expect(await read("Defaults requiretty\n")).toMatchObject({ state: "denied", message });
  });

  it("is denied where there is no password to tell", async () => {
    const { users } = await reading(
      { method: "sudo" },
      "Defaults timestamp_timeout=0\nhostscan-scan ALL=(ALL) ALL",
      true,
    );
    expect(users?.message).toMatch(/sudo asks for a password, and the credential has none\.$/);
  });

  it.each<[Elevation["method"], password: string | undefined]>([
    ["doas", undefined],
    ["su", ROOT_PASSWORD],
  ])("works by %s", async (method, password) => {
    expect((await reading({ method, ...(password !== undefined && { password }) })).users).toMatchObject({
      state: "collected",
    });
  });

  it.each(["doas", "su"] as const)("is denied by %s for a wrong password", async (method) => {
    const { users } = await reading({ method, password: "wrong" });
    expect(users).toMatchObject({
      state: "denied",
      message: expect.stringMatching(`${method} did not let the login become`),
    });
  });
});
