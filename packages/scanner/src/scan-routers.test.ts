import type { Connection, ServerChannel } from "ssh2";
import { describe, expect, it } from "vitest";
import { cisco } from "../test/samples/cisco.ts";
import { linux } from "../test/samples/linux.ts";
import { failure, scanned } from "../test/scanning.ts";
import { unixOutput } from "./testing/fixture/answers.ts";
import { type FixtureSshOptions, startFixtureSshServer } from "./testing/index.ts";
import type { ScanTarget } from "./types.ts";

async function scanHost(options: FixtureSshOptions, platform: ScanTarget["platform"], deadlineMs = 10_000) {
  await using host = await startFixtureSshServer(options);
  const { username, password, port } = host;
  let leaves = 0;
  const beforeLogin = async () => {
    leaves += 1;
    return { ok: true } as const;
  };
  const credential = { username, password };
  const outcome = await scanned({ port, platform, credential, deadlineMs, beforeLogin });
  return { outcome, commands: host.commands, logins: host.logins, leaves };
}

const isShowVersion = (command: string) => command === "show version";
const hangUp = (channel: ServerChannel, connection: Connection, text: string) =>
  channel.write(text, () => connection.end());

/** As a firewall with 24 lines to a page. */
function answerInPages(channel: ServerChannel, showVersion: string) {
  const [first = "", second = ""] = showVersion.split("Compiled on");
  const crlf = (text: string) => text.replaceAll("\n", "\r\n");
  channel.write("User svc logged in to fw-edge\r\n\rfw-edge> ");
  channel.on("data", (keys: Buffer) => {
    const typed = keys.toString();
    if (typed.startsWith("show version")) channel.write(`show version\r\n${crlf(first)}<--- More --->`);
    else if (typed === " ") channel.write(`\r              \rCompiled on${crlf(second)}\r\n\rfw-edge> `);
  });
}

describe("a fixture of a router", () => {
  it.each(["linux", "auto"] as const)(
    "that closes the connection after one command is read as %s",
    async (platform) => {
      const { outcome, commands, leaves } = await scanHost(
        {
          onExec: (channel, connection, command) =>
            hangUp(channel, connection, isShowVersion(command) ? cisco.ios : "% Invalid input\r\n"),
        },
        platform,
      );
      expect(outcome).toMatchObject({ ok: true, facts: { os: "Cisco IOS", name: "access-sw-3" } });
      expect(commands.map(isShowVersion)).toEqual([false, true]);
      expect(leaves).toBe(1);
    },
  );

  it("that closes the connection before it answers is asked again, once", async () => {
    let asked = 0;
    const { outcome } = await scanHost(
      {
        onExec: (channel, connection) => {
          asked += 1;
          if (asked === 1) connection.end();
          else hangUp(channel, connection, cisco.ios);
        },
      },
      "cisco",
    );
    expect(outcome).toMatchObject({ ok: true, facts: { os: "Cisco IOS" } });
  });

  it("that always does is left", async () => {
    const { outcome, commands } = await scanHost({ onExec: (_, connection) => connection.end() }, "cisco");
    expect(outcome).toMatchObject(failure("collect", /did not run the command/));
    expect(commands).toHaveLength(2);
  });

  it.each(["cisco", "linux"] as const)("that stays silent is read in a shell, as %s", async (platform) => {
    const { outcome, leaves } = await scanHost(
      { onExec: () => {}, onShell: (channel) => answerInPages(channel, cisco.asa) },
      platform,
      6_000,
    );
    expect(outcome).toMatchObject({
      ok: true,
      facts: { os: "Cisco ASA", version: "9.8(2)", name: "fw-edge" },
    });
    expect(leaves).toBe(1);
  });

  it("that stays silent in a shell, too, is given up at the deadline", async () => {
    const { outcome } = await scanHost({ onExec: () => {}, onShell: () => {} }, "cisco", 1_000);
    expect(outcome).toMatchObject(failure("timeout", /in phase collect/));
  });
});

describe("the end of an answer", () => {
  it("is its marker, whatever holds the channel open after it (fixture)", async () => {
    const { outcome } = await scanHost(
      { onExec: (channel) => channel.write(unixOutput(linux.debian)) },
      "linux",
    );
    expect(outcome).toMatchObject({ ok: true, facts: { name: "web-01" } });
  });

  it("may come in pieces (fixture)", async () => {
    const { outcome } = await scanHost(
      {
        onExec: async (channel) => {
          for (const byte of unixOutput(linux.debian)) await new Promise((sent) => channel.write(byte, sent));
        },
      },
      "linux",
    );
    expect(outcome).toMatchObject({ ok: true, facts: { name: "web-01" } });
  });
});
