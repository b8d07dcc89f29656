import { ActionStatus, HostScanSection } from "@hostscan/contract";
import { isFinal } from "@hostscan/contract/job-status";
import { SECTION_NAMES } from "@hostscan/scanner";
import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { describe, expect, test } from "vitest";
import { accepted, context, startEngine } from "../../test/start-engine.ts";

const gate = sshdGate("key");

describe.skipIf(gate.skip)(gate.title("inventories of a real host"), () => {
  test("are kept by the sections that a request wants, and those of the setting where it does not say", async () => {
    await using cleanUp = new AsyncDisposableStack();
    const engine = cleanUp.use(await startEngine());
    const sshd = cleanUp.use(await startSshd());
    const { id: credentialId } = accepted(
      await engine.credentials.add({
        ...{ name: "linux", username: sshd.username, ...sshd.keys.plain, scope: ["anywhere"] },
      }),
    );
    await engine.startWorker({ sections: SECTION_NAMES });
    const host = {
      ipAddress: "127.0.0.1",
      sshPort: sshd.port,
      credentialId,
      acceptThumbprintOnFirstDiscovery: true,
    };
    const scan = async (more: object) => {
      const { id } = accepted(await engine.jobs.createJob([{ ...host, ...more }], context));
      const job = await engine.until(id, ({ status }) => isFinal(status ?? ActionStatus.Queued));
      expect(job.status).toBe(ActionStatus.Complete);
      return job.hostScanHostStatus?.[0]?.hostId ?? "";
    };
    const read = async (hostId: string) =>
      accepted(await engine.jobs.getHost(hostId, context)).hostScanSection.map(({ section }) => section);

    const hostId = await scan({ sections: [] });
    expect(await read(hostId)).toEqual([]);
    await scan({ sections: [HostScanSection.Groups] });
    expect(await read(hostId)).toEqual([HostScanSection.Groups]);
    await scan({ sections: null });
    expect(await read(hostId)).toEqual([0, 1, 2, 3, 4]);

    const users = accepted(await engine.jobs.listEntries(hostId, "users", { limit: 200 }, context)).items;
    expect(users).toContainEqual(expect.objectContaining({ name: "root", unixId: 0, hostId }));
    const { items } = accepted(await engine.jobs.listAccounts({ limit: 9, name: "root" }, context));
    expect(items).toMatchObject([{ hostId, hostScanUser: { name: "root" } }]);
    // Rescanned, a host that is the same writes nothing but what moves by itself.
    await scan({});
    expect(
      accepted(await engine.jobs.listChanges({ limit: 9, section: HostScanSection.Users }, context)),
    ).toEqual({
      items: [],
    });
  });
});
