import { describe, expect, it } from "vitest";
import { inventoryOf, states } from "../../test/inventory/fixture-host.ts";
import { cisco } from "../../test/samples/cisco.ts";
import type { FixtureSshOptions } from "../testing/index.ts";

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

  it("that answers in a shell alone tells its users there", async () => {
    const { inventory } = await inventoryOf(
      {
        onExec: () => {},
        onShell: (channel) => {
          channel.write("fw> ");
          channel.on("data", (keys: Buffer) => {
            const typed = String(keys);
            const answer = typed.startsWith("show version")
              ? cisco.asa
              : "username admin password x privilege 15\n";
            if (typed.startsWith("show")) channel.write(`${typed}${answer}\nfw> `.replaceAll("\n", "\r\n"));
          });
        },
      },
      { platform: "cisco", sections: ["users"], deadlineMs: 6_000 },
    );
    expect(inventory?.users?.entries).toEqual([
      { key: "admin", name: "admin", privilege: "CiscoPrivilege_15", passwordState: "set" },
    ]);
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
