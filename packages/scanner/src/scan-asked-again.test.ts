import { describe, expect, it } from "vitest";
import { failure, scanned } from "../test/scanning.ts";
import { type FixtureSshOptions, startFixtureSshServer } from "./testing/index.ts";
import type { ScanTarget } from "./types.ts";

/** Scans a fixture with its account, and counts the logins that the scan was told of. */
async function scanHost(options: FixtureSshOptions, platform: ScanTarget["platform"], deadlineMs = 20_000) {
  await using host = await startFixtureSshServer({ password: "right", ...options });
  let logins = 0;
  const outcome = await scanned({
    port: host.port,
    platform,
    credential: { username: host.username, password: host.password },
    deadlineMs,
    onLogin: () => {
      logins += 1;
    },
  });
  return { outcome, logins, commands: host.commands };
}

describe("a fixture that ends its connection, and is logged in to again", () => {
  it("is none where it lets nobody connect again, after an answer that is none", async () => {
    let connections = 0;
    const { outcome, commands } = await scanHost(
      {
        onConnection: (connection) => {
          connections += 1;
          if (connections > 1) connection.end();
        },
        onExec: (channel, connection) => channel.write("% Invalid input\r\n", () => connection.end()),
      },
      "linux",
    );
    expect(outcome).toMatchObject(failure("kex", /./));
    expect(commands).toHaveLength(1);
  });

  it("counts as one login where it asks for a new password the second time", async () => {
    let given = 0;
    const { outcome, logins } = await scanHost(
      {
        onLogin: (context) => {
          if (context.method !== "password") return context.reject(["password"]);
          given += 1;
          if (given === 1) context.accept();
          else context.requestChange("Your password has expired.", () => {});
        },
        onExec: (_, connection) => connection.end(),
      },
      "cisco",
    );
    expect(outcome).toMatchObject(failure("auth", /asks for a new password/));
    expect([given, logins]).toEqual([2, 1]);
  });

  it("is none where it breaks off first, and is silent then", async () => {
    let asked = 0;
    const onExec: FixtureSshOptions["onExec"] = (_, connection) => {
      asked += 1;
      if (asked === 1) connection.end();
    };
    const { outcome } = await scanHost({ onExec }, "cisco");
    expect(outcome).toMatchObject(failure("collect", /does not tell what system it runs/));
    expect(asked).toBe(2);
  });

  it("is waited for to the deadline once it has begun to answer", async () => {
    const { outcome } = await scanHost({ onExec: (channel) => channel.write("Cisco") }, "cisco", 8_000);
    expect(outcome).toMatchObject(failure("timeout", /in phase collect/));
  });
});
