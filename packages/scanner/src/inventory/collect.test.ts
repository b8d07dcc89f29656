import type { ServerChannel } from "ssh2";
import { describe, expect, it } from "vitest";
import { cisco } from "../../test/samples/cisco.ts";
import { linux } from "../../test/samples/linux.ts";
import { scanned } from "../../test/scanning.ts";
import { UNIX_SCRIPT } from "../facts/unix-script.ts";
import { unixOutput } from "../testing/fixture/answers.ts";
import { type FixtureSshOptions, startFixtureSshServer } from "../testing/index.ts";
import { MAX_ENTRIES } from "./assemble.ts";
import { type Inventory, SECTION_NAMES, type SectionName } from "./types.ts";

interface Asked {
  readonly sections?: readonly SectionName[];
  readonly deadlineMs?: number;
  readonly platform?: "linux" | "cisco";
}

/** Scans a fixture of a host, and hands out what the scan came to. */
async function inventoryOf(options: FixtureSshOptions, asked: Asked = {}) {
  await using host = await startFixtureSshServer(options);
  const { username, password, port } = host;
  const { sections = SECTION_NAMES, deadlineMs = 20_000, platform = "linux" } = asked;
  const outcome = await scanned({ port, platform, credential: { username, password }, sections, deadlineMs });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const inventory: Inventory | undefined = outcome.inventory;
  return { inventory, commands: host.commands, logins: host.logins };
}

/** A host that tells its facts, and answers the script in its own way. */
function unix(answer: (channel: ServerChannel, marker: string) => void): FixtureSshOptions {
  return {
    onExec: (channel, _, command) => {
      if (command === UNIX_SCRIPT) {
        channel.write(unixOutput(linux.debian));
        channel.exit(0);
        channel.end();
        return;
      }
      channel.once("data", (script: Buffer) => answer(channel, /M=(\w+)/.exec(String(script))?.[1] ?? ""));
    },
  };
}

const states = (inventory: Inventory | undefined) =>
  Object.entries(inventory ?? {}).map(([name, { state, message }]) =>
    `${name} ${state} ${message ?? ""}`.trim(),
  );

const all = (state: string) => SECTION_NAMES.toSorted().map((name) => `${name} ${state}`);

describe("a fixture of a Unix", () => {
  it("is asked nothing more where no section is wanted", async () => {
    const { inventory, commands } = await inventoryOf(
      unix(() => {}),
      { sections: [] },
    );
    expect(inventory).toBeUndefined();
    expect(commands).toEqual([UNIX_SCRIPT]);
  });

  it("is read in one exchange more, in the same login", async () => {
    const { inventory, commands, logins } = await inventoryOf(
      unix((channel, marker) => {
        channel.stderr.write("a warning\n");
        channel.write(`${marker} software\ndpkg\tbash\t5\tall\t\t\t\n\tnothing\n${marker} end\n`);
      }),
      { sections: ["software"] },
    );
    expect(inventory).toEqual({
      software: {
        state: "collected",
        entries: [{ key: "dpkg:bash:all", name: "bash", source: "dpkg", version: "5", architecture: "all" }],
      },
    });
    expect(commands.length).toBe(2);
    expect(logins).toEqual(["none", "password"]);
  });

  it("that sends more than 8 MB is cut off", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) => {
        channel.write(`${marker} passwd\n`);
        const flood = () => {
          while (channel.writable && channel.write(`${"x".repeat(64 * 1024)}\n`)) {}
          channel.once("drain", flood);
        };
        flood();
      }),
    );
    expect(states(inventory).toSorted()).toEqual(all("cutOff The host has more than is taken of one."));
  });

  it("that has more entries than are kept is cut off", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) => {
        const lines = Array.from({ length: MAX_ENTRIES + 1 }, (_, index) => `dpkg\tp${index}\t1\t\t\t\t\n`);
        channel.write(`${marker} software\n${lines.join("")}${marker} end\n`);
      }),
      { sections: ["software"] },
    );
    expect(inventory?.software?.state).toBe("cutOff");
    expect(inventory?.software?.entries.length).toBe(MAX_ENTRIES);
  });

  it("that says itself that there is more is cut off", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) =>
        channel.write(`${marker} software\ndpkg\tp\t1\n${marker} cut\n${marker} end\n`),
      ),
      { sections: ["software"] },
    );
    expect(states(inventory)).toEqual(["software cutOff The host has more than is taken of one."]);
  });

  it.each<[string, (channel: ServerChannel, marker: string) => void, message: string]>([
    [
      "breaks off",
      (channel, marker) => channel.write(`${marker} passwd\nroot:x:0:0::/:/bin/sh\n`, () => channel.close()),
      "The host ended its answer early.",
    ],
    [
      "sends other markers",
      (channel) => channel.end(`${"b".repeat(32)} passwd\n`),
      "The host ended its answer early.",
    ],
    [
      "sends no text",
      (channel) => channel.end(Buffer.alloc(100_000, 0xff)),
      "The host ended its answer early.",
    ],
  ])("that %s fails in its sections, not in its scan", async (_, answer, message) => {
    expect(states((await inventoryOf(unix(answer))).inventory).toSorted()).toEqual(all(`failed ${message}`));
  });

  it("that stays silent fails in its sections, in time; what has come until then counts", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) =>
        channel.write(`${marker} software\ndpkg\tbash\t5\n${marker} passwd\nroot:x:0:0::/:/bin/sh\n`),
      ),
      { deadlineMs: 6_000 },
    );
    expect(inventory?.software).toMatchObject({ state: "collected", entries: [{ name: "bash" }] });
    expect(inventory?.users).toMatchObject({
      state: "failed",
      message: "The host did not answer in time.",
      entries: [{ name: "root", privilege: "SuperUser" }],
    });
  });

  it("that runs no second command fails in its sections", async () => {
    const facts: FixtureSshOptions = {
      answer: (command) => (command === UNIX_SCRIPT ? unixOutput(linux.debian) : undefined),
    };
    const { inventory } = await inventoryOf(facts, { sections: ["users"] });
    expect(states(inventory)).toEqual(["users failed The host did not run the command that reads it."]);
  });

  it("that ends the connection after its facts is logged in to again", async () => {
    const host = unix((channel, marker) => channel.write(`${marker} software\n${marker} end\n`));
    const { inventory, logins } = await inventoryOf(
      {
        ...host,
        onExec: (channel, connection, command) => {
          if (command !== UNIX_SCRIPT) return host.onExec?.(channel, connection, command);
          channel.write(unixOutput(linux.debian), () => connection.end());
        },
      },
      { sections: ["software"] },
    );
    expect(states(inventory)).toEqual(["software unsupported"]);
    expect(logins).toEqual(["none", "password", "none", "password"]);
  });
});

describe("a fixture of a router", () => {
  const SECRET = "9 $14$c4n4ry$hash";
  const asCisco = (showVersion: string, users: string): FixtureSshOptions => ({
    answer: (command) =>
      command === "show version" ? showVersion : /user/.test(command) ? users : "% Invalid input\r\n",
  });

  it.each<[string, string, string, [name: string, privilege: string, by?: string[]][]]>([
    [
      "IOS",
      cisco.ios,
      `username admin privilege 15 secret ${SECRET}\r\nusername guest password 7 0822455D0A16\r\nusername open nopassword\r\nusername admin autocommand show privilege 3\r\n`,
      [
        ["admin", "CiscoPrivilege_15"],
        ["guest", "CiscoPrivilege_1"],
        ["open", "CiscoPrivilege_1"],
      ],
    ],
    [
      "NX-OS",
      cisco.nxos9,
      "user:admin\r\n        this user account has no expiry date\r\n        roles:network-admin \r\nuser:op\r\n        roles:network-operator\r\n",
      [
        ["admin", "CiscoPrivilege_15", ["role network-admin"]],
        ["op", "CiscoPrivilege_1", ["role network-operator"]],
      ],
    ],
    [
      "ASA",
      cisco.asa,
      `username admin password ${SECRET} pbkdf2 privilege 15\r\nusername joe password x encrypted\r\n`,
      [
        ["admin", "CiscoPrivilege_15"],
        ["joe", "CiscoPrivilege_2"],
      ],
    ],
    [
      "Arista",
      cisco.arista,
      `username admin privilege 99 role network-admin secret sha512 ${SECRET}\r\n`,
      [["admin", "CiscoPrivilege_15", ["role network-admin"]]],
    ],
  ])("of the family of %s tells its users, never their secrets", async (_, showVersion, users, expected) => {
    const { inventory } = await inventoryOf(asCisco(showVersion, users), { platform: "cisco" });
    const told = inventory?.users?.entries.map(({ name, privilege, privilegedBy }) => [
      name,
      privilege,
      ...(privilegedBy ? [privilegedBy] : []),
    ]);
    expect(told).toEqual(expected);
    expect(inventory?.groups?.state).toBe("unsupported");
    for (const canary of ["c4n4ry", "0822455D0A16"]) expect(JSON.stringify(inventory)).not.toContain(canary);
  });

  it("of IOS XR tells its users by their groups", async () => {
    const users = `username cisco\r\n group root-lr\r\n group cisco-support\r\n secret 10 ${SECRET}\r\n!\r\nusername op\r\n group operator\r\n!\r\n`;
    const { inventory } = await inventoryOf(asCisco(cisco.iosXr, users), {
      platform: "cisco",
      sections: ["users"],
    });
    expect(inventory?.users?.entries).toEqual([
      {
        key: "cisco",
        name: "cisco",
        privilege: "CiscoPrivilege_15",
        privilegedBy: ["role cisco-support", "role root-lr"],
        passwordState: "set",
      },
      { key: "op", name: "op", privilege: "CiscoPrivilege_1", privilegedBy: ["role operator"] },
    ]);
    expect(JSON.stringify(inventory)).not.toContain("c4n4ry");
  });

  it("that shows no user denies them", async () => {
    const { inventory } = await inventoryOf(asCisco(cisco.ios, "% Invalid input detected\r\n"), {
      platform: "cisco",
    });
    expect(inventory?.users).toMatchObject({
      state: "denied",
      missing: ["show running-config | include ^username"],
    });
  });

  it("of a family without any is not supported, nor is what was not asked", async () => {
    const { inventory } = await inventoryOf(asCisco(cisco.catOs, ""), {
      platform: "cisco",
      sections: ["users"],
    });
    expect(states(inventory)).toEqual(["users unsupported"]);
    const groups = await inventoryOf(asCisco(cisco.ios, ""), { platform: "cisco", sections: ["groups"] });
    expect(states(groups.inventory)).toEqual(["groups unsupported"]);
    expect(groups.commands).toEqual(["show version"]);
  });

  it("that sends more than is taken fails in its users", async () => {
    const { inventory } = await inventoryOf(asCisco(cisco.ios, "x".repeat(100_000)), { platform: "cisco" });
    expect(inventory?.users).toMatchObject({
      state: "failed",
      message: "The host answered more than 65536 bytes.",
    });
  });
});
