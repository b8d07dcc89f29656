import { describe, expect, it } from "vitest";
import { failure, scanned } from "../test/scanning.ts";
import { startFixtureSshServer } from "./testing/index.ts";

describe("a scan whose login needs leave", () => {
  it("sends nothing of it before it is given (fixture host)", async () => {
    await using host = await startFixtureSshServer();
    const asked = Promise.withResolvers<void>();
    const permission = Promise.withResolvers<{ ok: true }>();
    const events: string[] = [];
    const outcome = scanned({
      ...host,
      credential: host,
      beforeLogin: () => {
        asked.resolve();
        return permission.promise;
      },
      onLogin: () => events.push(...host.logins, "let in"),
    });
    await asked.promise;
    expect(host.logins).toEqual([]);
    permission.resolve({ ok: true });
    expect(await outcome).toMatchObject({ ok: true });
    expect(events).toEqual(["none", "password", "let in"]);
  });

  it("sends nothing of it where it is refused, and says why (fixture host)", async () => {
    await using host = await startFixtureSshServer();
    const beforeLogin = async () => ({ ok: false, message: "It is paused." }) as const;
    expect(await scanned({ ...host, credential: host, beforeLogin })).toMatchObject(
      failure("auth", /^It is paused\.$/),
    );
    expect(host.logins).toEqual([]);
  });

  it("is not asked for a host whose key is refused (fixture host)", async () => {
    await using host = await startFixtureSshServer();
    let asked = false;
    const beforeLogin = async () => {
      asked = true;
      return { ok: true } as const;
    };
    const trust = { acceptFirstDiscovery: false };
    expect(await scanned({ ...host, credential: host, trust, beforeLogin })).toMatchObject(
      failure("hostkey", /./),
    );
    expect(asked).toBe(false);
  });

  it("fails at kex, not at auth, where the host hangs up meanwhile (fixture host)", async () => {
    const hangUp = Promise.withResolvers<void>();
    await using host = await startFixtureSshServer({
      onConnection: (connection) => void hangUp.promise.then(() => connection.end()),
    });
    const beforeLogin = () => {
      hangUp.resolve();
      return new Promise<never>(() => {});
    };
    expect(await scanned({ ...host, credential: host, beforeLogin })).toMatchObject(failure("kex", /./));
  });
});
