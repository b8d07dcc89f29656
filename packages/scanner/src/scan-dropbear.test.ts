import { describe, expect, it } from "vitest";
import { failure, scanned } from "../test/scanning.ts";
import { dropbearGate, startDropbear } from "./testing/dropbear.ts";

const gate = dropbearGate();

describe.skipIf(gate.skip)(gate.title("a real dropbear"), () => {
  it("is read, and logged in to once", async () => {
    await using host = await startDropbear();
    const outcome = await scanned({ port: host.port, platform: "auto", credential: host });
    expect(outcome).toMatchObject({ ok: true, pins: [{ thumbprint: host.thumbprints.ed25519 }] });
    await host.log.until(/Exit \(/);
    expect(host.log.text().match(/auth succeeded/g)).toHaveLength(1);
  });

  it("is known by its RSA key", async () => {
    await using host = await startDropbear();
    const trust = { trusted: { ssh: host.thumbprints.rsa } };
    const outcome = await scanned({ port: host.port, credential: host, trust });
    expect(outcome).toMatchObject({ ok: true, keys: [{ thumbprint: host.thumbprints.rsa }] });
  });

  it("refuses a wrong password, given once", async () => {
    await using host = await startDropbear();
    const credential = { username: host.username, password: "wrong" };
    expect(await scanned({ port: host.port, credential })).toMatchObject(
      failure("auth", /refused the login by password/),
    );
    await host.log.until(/Exit before auth/);
    expect(host.log.text().match(/Bad password attempt/g)).toHaveLength(1);
  });
});
