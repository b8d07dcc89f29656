import { describe, expect, it } from "vitest";
import { inventoryOf, states } from "../../test/inventory/fixture-host.ts";
import { cisco } from "../../test/samples/cisco.ts";
import { linux } from "../../test/samples/linux.ts";
import { UNIX_SCRIPT } from "../facts/unix-script.ts";
import { unixOutput } from "../testing/fixture/answers.ts";
import type { FixtureSshOptions } from "../testing/index.ts";
import { PLAIN_COMMAND } from "./session/elevate.ts";
import type { SectionName } from "./types.ts";

const SECRET = "the-enable-secret";
const COMMAND = "show running-config | include ^username";

describe("a fixture of a router", () => {
  it.each<[string, onShell: FixtureSshOptions["onShell"]]>([
    ["gives none", undefined],
    ["closes it", (channel) => channel.close()],
  ])("whose shell cannot be typed in (it %s) is read as the login", async (_, onShell) => {
    const { inventory, logins } = await inventoryOf(
      {
        answer: (command) => (command === "show version" ? cisco.ios : "username op privilege 3\r\n"),
        ...(onShell && { onShell }),
      },
      { platform: "cisco", sections: ["users"], elevate: { method: "enable" } },
    );
    expect(inventory?.users).toMatchObject({
      state: "denied",
      missing: [COMMAND],
      entries: [{ name: "op" }],
    });
    // Once more, for it might have been closing.
    expect(logins).toEqual(["none", "password", "none", "password"]);
  });

  it("is not enabled for other sections, nor of a family without users", async () => {
    const elevate = { method: "enable", password: SECRET } as const;
    const asked = async (showVersion: string, section: SectionName) => {
      const asks = { platform: "cisco", sections: [section], elevate } as const;
      const { inventory, logins } = await inventoryOf({ answer: () => showVersion }, asks);
      expect(logins).toHaveLength(2);
      return states(inventory);
    };
    expect(await asked(cisco.ios, "groups")).toEqual(["groups unsupported"]);
    expect(await asked(cisco.catOs, "users")).toEqual(["users unsupported"]);
  });

  it("is not told sudo, and a Unix not enable", async () => {
    const router = await inventoryOf(
      { answer: (command) => (command === "show version" ? cisco.ios : "% Invalid input\r\n") },
      { platform: "cisco", sections: ["users"], elevate: { method: "sudo" } },
    );
    expect(router.inventory?.users).toMatchObject({
      state: "denied",
      message: `The host shows no local user to the login by "${COMMAND}". The host is no Unix: sudo is not tried.`,
    });
    expect(router.commands).toEqual(["show version", COMMAND]);

    const { inventory, commands } = await inventoryOf(
      {
        onExec: (channel, _, command) => {
          if (command === UNIX_SCRIPT) channel.end(unixOutput(linux.debian));
          else
            channel.once("data", (script: Buffer) => {
              const marker = /M=(\w+)/.exec(String(script))?.[1];
              channel.end(`${marker} passwd\n${marker} group\n${marker} denied /etc/group\n${marker} end\n`);
            });
        },
      },
      { sections: ["groups"], elevate: { method: "enable", password: SECRET } },
    );
    expect(inventory?.groups).toMatchObject({
      state: "denied",
      message:
        "The login may not read /etc/group. enable is for routers and switches: it does not make the login the super user.",
    });
    expect(commands).toEqual([UNIX_SCRIPT, PLAIN_COMMAND]);
  });
});
