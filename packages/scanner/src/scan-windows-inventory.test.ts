import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CANARIES, WINDOWS_2022 } from "../test/samples/windows.ts";
import { scannedAcceptor, scannedWindows } from "../test/windows-scanning.ts";
import { SECTION_NAMES } from "./inventory/types.ts";
import { makeCertificate } from "./testing/certificate.ts";
import { type Acceptor, acceptorGate, startAcceptor } from "./testing/negotiate/acceptor.ts";

const gate = acceptorGate();

const PASSWORD = "Sc4n-Pässw0rd-€!";
const SCANNING = {
  credential: { username: "scan", password: PASSWORD },
  sections: SECTION_NAMES,
  windows: { ntlmWithoutTls: true },
};

let acceptor: Acceptor;
beforeAll(async () => {
  if (gate.skip) return;
  acceptor = await startAcceptor({
    ports: [{ tls: await makeCertificate(), answers: WINDOWS_2022 }, { answers: WINDOWS_2022 }],
    users: [`:scan:${PASSWORD}`],
  });
});
afterAll(async () => await acceptor?.[Symbol.asyncDispose]());

describe.skipIf(gate.skip)(gate.title("a fixture of a Windows behind a real login"), () => {
  it.each([
    ["over TLS", [0, "winrmTls"]],
    ["sealed, without TLS", [1, "winrm"]],
  ] as const)("tells its sections in the one login, %s", async (_, port) => {
    let leaves = 0;
    const beforeLogin = async () => {
      leaves += 1;
      return { ok: true } as const;
    };
    const outcome = await scannedAcceptor(acceptor, port, { ...SCANNING, beforeLogin });
    expect(outcome).toMatchObject({
      ok: true,
      inventory: {
        users: { state: "collected", entries: { length: 5 } },
        groups: { state: "collected", entries: { length: 6 } },
        services: { state: "collected", entries: { length: 6 } },
        scheduledTasks: { state: "collected", entries: { length: 4 } },
        software: { state: "collected", entries: { length: 6 } },
      },
      warnings: [],
    });
    const kept = JSON.stringify(outcome);
    expect([...CANARIES, PASSWORD].filter((secret) => kept.includes(secret))).toEqual([]);
    const events = await acceptor.events();
    expect(events.filter(({ event }) => event === "login")).toHaveLength(1);
    expect(leaves).toBe(1);
    const asked = events.flatMap((event) => (event.event === "asked" ? [event] : []));
    expect(asked.every(({ sealed }) => sealed === (port[1] === "winrm"))).toBe(true);
    expect(asked.length).toBeGreaterThan(20);
  });

  it("is asked nothing more where no section is wanted", async () => {
    const outcome = await scannedAcceptor(acceptor, [0, "winrmTls"], { ...SCANNING, sections: [] });
    expect(outcome.ok && outcome.inventory).toBeUndefined();
    const asked = (await acceptor.events()).filter(({ event }) => event === "asked");
    expect(asked).toHaveLength(2);
  });
});

describe.skipIf(gate.skip)(gate.title("a fixture of a Windows that is not logged in to"), () => {
  it("tells none of its sections, and keeps what is known of them", async () => {
    const { outcome } = await scannedWindows(
      { challenges: ["CredSSP"] },
      { sections: ["users", "software"] },
    );
    const untold = { state: "failed", message: "The host was not logged in to.", entries: [] };
    expect(outcome).toMatchObject({ ok: true, inventory: { users: untold, software: untold } });
  });
});
