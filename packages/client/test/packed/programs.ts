/** Programs of users who are not where the client is at its best, by file name. Each says what it got. */
export const programs = {
  /** Jest as it comes: CommonJS. Of the peers msw alone is no CommonJS from version 3 on. */
  "jest/client.test.js": `
    const { createHostScanClient, HostScanNetworkError } = require("@hostscan/client");
    const { createHostScanFetch } = require("@hostscan/client/fetch");
    const { createHostScanQueries } = require("@hostscan/client/react-query");
    const { signIn } = require("@hostscan/client/sign-in");
    const { validate } = require("@hostscan/client/validate");

    test("the client is there by require, and one client all over", async () => {
      const fetch = async () => { throw new Error("no network"); };
      const client = createHostScanClient({ baseUrl: "http://server.test", token: "t", fetch, validate, retries: 0 });
      await expect(client.getJob("7")).rejects.toBeInstanceOf(HostScanNetworkError);
      const { queryFn } = createHostScanQueries(client).jobOptions("7");
      await expect(queryFn({ signal: undefined })).rejects.toBeInstanceOf(HostScanNetworkError);
      expect([createHostScanFetch, signIn].map((each) => typeof each)).toEqual(["function", "function"]);
    });
  `,
  "jest/package.json": '{ "jest": {} }',
  /** By TypeScript's node16, from a file that is CommonJS. */
  "required.cts": `
    import { type HostScanJob, createHostScanClient, failedHosts } from "@hostscan/client";
    import { idempotencyKeys } from "@hostscan/client/fetch";
    import { signIn } from "@hostscan/client/sign-in";

    const [, , baseUrl = ""] = process.argv;
    const client = createHostScanClient({ baseUrl, token: signIn({ user: "admin", password: "p", code: () => "123456" }) });
    client.use(idempotencyKeys());
    client
      .createJob([{ dnsHostName: "web-1.example" }])
      .then(({ id }) => client.waitFor(id))
      .then((job: HostScanJob) => console.log(job.status, failedHosts(job).length));
  `,
  /** What React Native lacks is taken away first; then all is done that might need it. */
  "native.mjs": `
    Object.defineProperty(globalThis, "crypto", { value: undefined });
    delete Headers.prototype.getSetCookie;
    delete AbortSignal.any;
    delete AbortSignal.timeout;
    delete AbortSignal.prototype.throwIfAborted;
    Object.defineProperty(Response.prototype, "body", { value: undefined });
    Object.defineProperty(Request.prototype, "body", { value: undefined });

    const { createHostScanClient, nameOf, ActionStatus } = await import("@hostscan/client");
    const { signIn } = await import("@hostscan/client/sign-in");
    const token = signIn({ user: "admin", password: "p", code: () => "123456" });
    const client = createHostScanClient({ baseUrl: process.argv[2], token });
    const keys = [];
    client.use({ onRequest: ({ request }) => void keys.push(request.headers.get("Idempotency-Key")) });
    const { id } = await client.createJob([{ dnsHostName: "web-1.example" }]);
    const job = await client.waitFor(id, { timeoutMs: 240_000 });
    const aborted = await client.getJob(id, { signal: AbortSignal.abort("enough") }).catch((reason) => reason);
    let listed = 0;
    for await (const { id: one } of client.listJobs({ pageSize: 1 })) if (one === id) listed += 1;
    console.log(nameOf(ActionStatus, job.status), aborted, listed, /^[\\da-f]{8}(-[\\da-f]{8}){3}$/.test(keys[0]));
  `,
} as const;
