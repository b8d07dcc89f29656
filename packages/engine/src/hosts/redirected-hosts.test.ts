import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { SchedulingContext } from "@hostscan/core";
import { type Scan, scanHost } from "@hostscan/scanner";
import {
  certificateGate,
  type FixtureSshServer,
  type FixtureWsMan,
  startFixtureSshServer,
  startFixtureWsMan,
} from "@hostscan/scanner/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";

const GOOD = "127.0.0.1";
const HOSTILE = "127.0.0.66";
const CLOSED = 1;
const other = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
const otherTls = "B2".repeat(32);

const as = (identity: string, role: string): SchedulingContext => ({
  caller: { subject: identity, name: identity, role, identity },
  requestId: "request-1",
});
const admin = as("user:alice", "Admin");
const portal = as("app:portal", "App");
const thief = as("app:thief", "App");

interface Fixture {
  readonly good: FixtureSshServer | FixtureWsMan;
  readonly hostile: FixtureSshServer | FixtureWsMan;
  readonly platformName: "Linux" | "Windows";
}

/** How often a fixture was told a login, or asked what it is by somebody who may tell one. */
function told(host: FixtureSshServer | FixtureWsMan): number {
  if ("logins" in host) return host.logins.length;
  return host.calls.filter(({ authorization }) => authorization !== undefined).length;
}

const gate = certificateGate();
const kinds: readonly (readonly [string, () => Promise<Fixture>])[] = [
  [
    "an SSH server",
    async () => ({
      good: await startFixtureSshServer(),
      hostile: await startFixtureSshServer({ onLogin: (login) => login.accept() }),
      platformName: "Linux",
    }),
  ],
  [
    "a WS-Man",
    async () => ({
      good: await startFixtureWsMan(),
      hostile: await startFixtureWsMan(),
      platformName: "Windows",
    }),
  ],
];

describe.skipIf(gate.skip).each(kinds)(
  `${gate.title("hosts")}, where %s is hostile (fixture)`,
  (_, start) => {
    let engine: TestEngine;
    let fixture: Fixture;
    let credentialId: string;
    let ownCredentialId: string;
    /** Where scans of the good address come out, one after the other; the last one stays. */
    let places: ("good" | "hostile")[];
    beforeEach(async () => {
      places = ["good"];
      [engine, fixture] = await Promise.all([startEngine(), start()]);
      credentialId = await engine.addCredential("scan", fixture.good);
      ownCredentialId = await engine.addCredential("thief's");
    });
    afterEach(async () => {
      await Promise.all([fixture.good.stop(), fixture.hostile.stop()]);
      await engine[Symbol.asyncDispose]();
    });

    function startWorker() {
      const scan: Scan = (target, ...rest) => {
        const place = places.length > 1 ? places.shift() : places[0];
        const { host, port } =
          target.ipAddress === HOSTILE || place === "hostile" ? fixture.hostile : fixture.good;
        const ports = { winrmTls: port, winrm: CLOSED, rdp: CLOSED };
        return scanHost({ ...target, ipAddress: host, port, ports }, ...rest);
      };
      return engine.startWorker({ scan });
    }
    const request = (dnsHostName: string, settings: object = {}) => ({
      ...{ dnsHostName, ipAddress: GOOD, credentialId, platformName: fixture.platformName },
      ...settings,
    });
    const pinned = () => ({ trustedThumbprint: fixture.good.thumbprint });
    const ended = (id: string | undefined) =>
      engine.until(id, ({ status }) => status !== ActionStatus.Queued && status !== ActionStatus.Running);
    const stored = (name: string) =>
      engine.database.db
        .selectFrom("host")
        .selectAll()
        .where("dns_host_name", "=", name)
        .executeTakeFirstOrThrow();
    const jobsOf = (name: string) =>
      engine.database.db
        .selectFrom("host_scan_host")
        .select("id")
        .where("dns_host_name", "=", name)
        .execute();

    const statements = () => ({
      ipAddress: HOSTILE,
      platformName: fixture.platformName === "Linux" ? "Windows" : "Linux",
      credentialId: ownCredentialId,
      trustedThumbprint: fixture.platformName === "Linux" ? other : otherTls,
      sshTrustActionType: 0,
      acceptThumbprintOnFirstDiscovery: true,
      certificateType: 1,
    });

    test.each([
      ["pinned", pinned],
      ["not trusted yet", () => ({})],
    ])(
      "another App changes nothing of an Admin's host that is %s, which is then scanned as before",
      async (state, trust) => {
        const name = `${state.replaceAll(" ", "-")}.local`;
        const first = accepted(await engine.jobs.createJob([request(name, trust())], admin));
        const before = await stored(name);
        for (const [member, value] of Object.entries(statements())) {
          const stating = request(name, { [member]: value });
          for (const refused of [
            await engine.jobs.createJob([request("good-one.local"), stating], thief),
            await engine.jobs.createJob(
              [request("good-one.local"), { dnsHostName: `${name}.`, [member]: value }],
              thief,
            ),
          ])
            expect(rejected(refused)).toMatchObject({
              kind: "invalid",
              errors: [
                { path: `/1/${member}`, message: expect.stringMatching(/only its owner or an Admin/) },
              ],
            });
        }
        expect(
          rejected(await engine.jobs.createJob([{ dnsHostName: name, credentialName: "thief's" }], thief)),
        ).toMatchObject({ errors: [{ path: "/0/credentialName" }] });
        expect(await stored(name)).toEqual(before);
        expect(await jobsOf(name)).toHaveLength(1);
        expect(await jobsOf("good-one.local")).toEqual([]);
        const again = accepted(await engine.jobs.createJob([{ dnsHostName: name.toUpperCase() }], thief));
        await startWorker();
        const status = state === "pinned" ? ActionStatus.Complete : ActionStatus.Failed;
        expect(await ended(first.id)).toMatchObject({ status });
        expect(await ended(again.id)).toMatchObject({ status });
        expect(told(fixture.hostile)).toBe(0);
      },
    );

    test("whoever onboards a name first does not get the credential that an Admin gives it later", async () => {
      const trap = { ipAddress: HOSTILE, trustedThumbprint: fixture.hostile.thumbprint };
      const own = { credentialId: ownCredentialId, sshTrustActionType: 0 as const };
      for (const [name, stated] of [
        ["squatted-1.local", { ...trap, ...own }],
        ["squatted-2.local", { ipAddress: HOSTILE, ...own }],
        ["squatted-3.local", { ...trap, credentialId: ownCredentialId }],
      ] as const) {
        const theirs = accepted(await engine.jobs.createJob([request(name, stated)], thief));
        accepted(await engine.jobs.cancelJob(theirs.id ?? "", thief));
      }
      const names = ["squatted-1.local", "squatted-2.local", "squatted-3.local"];
      const unknown = accepted(
        await engine.jobs.createJob(
          names.map((dnsHostName) => ({ dnsHostName, credentialId })),
          admin,
        ),
      );
      const [first = ""] = names;
      const known = accepted(
        await engine.jobs.createJob([{ dnsHostName: first, ...pinned() }], as("token:ops", "Admin")),
      );
      await startWorker();
      // The one whose key the Admin has stated since.
      expect(await ended(unknown.id)).toMatchObject({ status: ActionStatus.CompletedWithErrors });
      expect(await ended(known.id)).toMatchObject({ status: ActionStatus.Complete });
      expect(told(fixture.hostile)).toBe(0);
    });

    test("a job scans what was scheduled, whatever its owner states afterwards", async () => {
      const early = accepted(await engine.jobs.createJob([request("moved.local", pinned())], portal));
      const logins = told(fixture.good);
      const moving = { ipAddress: HOSTILE, credentialId: ownCredentialId, sshTrustActionType: 0 as const };
      const late = accepted(await engine.jobs.createJob([request("moved.local", moving)], portal));
      // Cancelled: what is told is told by the first job.
      accepted(await engine.jobs.cancelJob(late.id ?? "", portal));
      await startWorker();
      expect(await ended(early.id)).toMatchObject({ status: ActionStatus.Complete });
      expect(told(fixture.good)).toBeGreaterThan(logins);
      expect(told(fixture.hostile)).toBe(0);
    });

    test("a key that was learnt since holds for jobs that wait", async () => {
      const accept = { acceptThumbprintOnFirstDiscovery: true };
      const first = accepted(await engine.jobs.createJob([request("learnt.local", accept)], portal));
      const second = accepted(await engine.jobs.createJob([request("learnt.local", accept)], portal));
      places = ["good", "hostile"];
      await startWorker();
      const ends = [await ended(first.id), await ended(second.id)];
      expect(ends.map(({ status }) => status).toSorted()).toEqual([
        ActionStatus.Complete,
        ActionStatus.Failed,
      ]);
      expect(ends.flatMap(({ hostScanHostStatus }) => hostScanHostStatus ?? [])).toContainEqual(
        expect.objectContaining({ failureReason: ActionFailureReason.FailedToConnect }),
      );
      expect(told(fixture.hostile)).toBe(0);
    });
  },
);
