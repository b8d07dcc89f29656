import { createHostScanClient } from "@hostscan/client";
import { createKit, type PromiseId } from "@hostscan/contract-tests";
import { expect, test } from "vitest";
import { createMock } from "../src/index.ts";

const credentialId = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";

/** That of keys, and those of large bodies, which the server keeps whatever is behind it. */
const others: readonly PromiseId[] = [
  ...(["trust-error", "body-bytes", "body-values", "list-bounds", "bounds"] as const),
  ...(["awaiting-trust", "hosts-trusted", "hosts-trusted-all-or-none"] as const),
  ...(["review-code", "known-hosts-told"] as const),
];

/** The mock asks no token for a signature: one that is nearly another is as good. */
const nearToken = "Get refuses a token that is nearly one";

/** A token that says of itself what it is. */
function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.`;
}

test("the stateful mock keeps to the document, but for keys of hosts, all of which it trusts", async () => {
  const mock = createMock({ stateful: true, scanMs: 20 });
  const baseUrl = "http://mock.test";
  const client = createHostScanClient({ baseUrl, token: "any", fetch: mock.fetch });
  const { hostScanHostStatus } = await client.createJob(
    ["known-1.example", "known-2.example"].map((dnsHostName) => ({ dnsHostName, credentialId })),
  );
  const [first = "", second = ""] = hostScanHostStatus?.map(({ hostId }) => hostId ?? "") ?? [];
  const kit = await createKit({
    baseUrl,
    fetch: mock.fetch,
    tokens: {
      app: jwt({ sub: "portal", role: "App" }),
      otherApp: jwt({ sub: "stranger", role: "App" }),
      admin: "any",
      forbidden: jwt({ role: "Auditor" }),
      expired: jwt({ exp: 1 }),
    },
    credentialId,
    hosts: [first, second],
    scannable: { ipAddress: "192.0.2.1", credentialId, acceptThumbprintOnFirstDiscovery: true },
    unresponsive: { dnsHostName: "stuck-1.example", credentialId },
  });
  const run = kit.checks.filter(
    ({ name, promises }) => name !== nearToken && !promises.some((each) => others.includes(each)),
  );
  for (const check of run) await kit.run(check);
  expect(kit.report().findings).toEqual([]);
  expect(run.length).toBeGreaterThan(kit.checks.length / 2);
});
