import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tapped } from "../../test/inventory/tap.ts";
import { scanned } from "../../test/scanning.ts";
import { type Sshd, sshdGate, startSshd } from "../testing/index.ts";
import { SECTION_NAMES } from "./types.ts";

const gate = sshdGate("password");
const CANARY = { cron: "c4n4ry-cron", rule: "c4n4ry-rule" };

describe.skipIf(gate.skip)(gate.title("reading what is on this machine through a real sshd"), () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd({
      etc: {
        "cron.d/hostscan": `PASSWORD=${CANARY.cron}\n7 3 * * * hostscan-scan mysqldump -p${CANARY.cron} db\n`,
        "sudoers.d/hostscan": `hostscan-scan ALL=(ALL) NOPASSWD: ALL\n`,
        sudoers: `@includedir /etc/sudoers.d\nALL ALL=(nobody) /bin/run --token ${CANARY.rule}\n`,
      },
      // As a login it is expired neither by its password nor by itself.
      aging: "20000:0:99999:7:::",
    });
  });
  afterAll(() => sshd.stop());

  async function read(elevated: boolean) {
    const { username, password, port } = sshd;
    const credential = { username, password, ...(elevated && { elevate: { method: "sudo" } as const }) };
    const { result, received } = await tapped(() => scanned({ port, credential, sections: SECTION_NAMES }));
    if (!result.ok) throw new Error(result.failure.message);
    return { inventory: result.inventory ?? {}, received, told: JSON.stringify(result) };
  }

  it("tells as the super user all that there is, and neither a hash nor a secret", async () => {
    const { inventory, received, told } = await read(true);
    const states = Object.entries(inventory).map(([name, { state }]) => [name, state]);
    expect(states).toEqual(SECTION_NAMES.map((name) => [name, "collected"]));
    const account = inventory.users?.entries.find(({ name }) => name === sshd.username);
    expect(account).toMatchObject({
      unixId: 64_321,
      privilege: "SuperUser",
      privilegedBy: ["sudoers: ALL=(ALL) NOPASSWD: ALL", "sudoers: ALL=(nobody) /bin/run --token *** (ALL)"],
      passwordState: "set",
      passwordChangedDateTimeUtc: "2024-10-04T00:00:00Z",
    });
    expect(inventory.groups?.entries.map(({ name }) => name)).toEqual(["hostscan-scan", "nogroup", "root"]);
    expect(inventory.services?.entries.length).toBeGreaterThan(0);
    expect(inventory.scheduledTasks?.entries.map(({ actions }) => actions[0]?.execute)).toContain(
      "mysqldump -p*** db",
    );
    expect(inventory.software?.entries.map(({ name }) => name)).toContain("openssh-server");
    for (const secret of ["$6$", sshd.password, CANARY.cron, CANARY.rule]) expect(told).not.toContain(secret);
    // The script runs for as long as a hash is in reach of it: not even its beginning has left the host.
    expect(received).not.toContain("$6$");
    expect(received.length).toBeGreaterThan(10_000);
  });

  it("tells as an account what that may read, and which right was missing", async () => {
    const { inventory } = await read(false);
    expect(inventory.users).toMatchObject({
      state: "denied",
      missing: expect.arrayContaining(["/etc/shadow", "/etc/sudoers"]),
      message: expect.stringMatching(
        /^The login may not read \/etc\/shadow, .* It needs the rights of the super user\.$/,
      ),
    });
    expect(inventory.users?.entries.map(({ name }) => name)).toEqual(["hostscan-scan", "root", "sshd"]);
    expect(inventory.software?.state).toBe("collected");
  });
});
