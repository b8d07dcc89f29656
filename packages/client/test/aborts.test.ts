import { createHostScanClient, type HostScanClient } from "@hostscan/client";
import { expect, test } from "vitest";
import { http, id, job, json, serve } from "./fault-server.ts";

const reason = new Error("enough");
const hosts = [{ dnsHostName: "a.example" }];

/** Every way to call that takes a signal. */
const calls: Readonly<Record<string, (client: HostScanClient, signal: AbortSignal) => Promise<unknown>>> = {
  createJob: (client, signal) => client.createJob(hosts, { signal }),
  scanHost: (client, signal) => client.scanHost(id, { signal }),
  scanHosts: (client, signal) => client.scanHosts([id], { signal }),
  scanOu: (client, signal) => client.scanOu(id, ["a.example"], { signal }),
  validateImportedCsv: (client, signal) => client.validateImportedCsv(hosts, { signal }),
  cancel: (client, signal) => client.cancel(id, { signal }),
  getJob: (client, signal) => client.getJob(id, { signal }),
  latestJobForHost: (client, signal) => client.latestJobForHost(id, { signal }),
  listJobs: (client, signal) => client.listJobs({ signal }).pages().next(),
  waitFor: (client, signal) => client.waitFor(id, { signal }),
  scanAndWait: (client, signal) => client.scanAndWait(hosts, { signal }),
};

test.each(Object.entries(calls))(
  "%s rejects with the caller's reason, aborted before, under way and between attempts (fixture)",
  async (_name, call) => {
    const stalled = await serve(() => {});
    const failing = await serve(http("503 Service Unavailable\r\nRetry-After: 30"));
    for (const [{ baseUrl, asked }, when] of [
      [stalled, "before"],
      [stalled, "under way"],
      [failing, "between"],
    ] as const) {
      const abort = new AbortController();
      const { signal } = abort;
      if (when === "before") abort.abort(reason);
      const before = asked();
      const client = createHostScanClient({
        baseUrl,
        token: "t",
        onRequest: () => void (when === "under way" && setImmediate(() => abort.abort(reason))),
        onResponse: () => void (when === "between" && abort.abort(reason)),
      });
      await expect(call(client, signal)).rejects.toBe(reason);
      if (when === "before") expect(asked()).toBe(before);
    }
  },
);

test("an abort after the answer changes nothing (fixture)", async () => {
  const { baseUrl } = await serve(http(json, job));
  const abort = new AbortController();
  const client = createHostScanClient({ baseUrl, token: "t" });
  const read = await client.getJob(id, { signal: abort.signal });
  abort.abort(reason);
  expect(read.status).toBe(2);
});
