import { expect, test } from "vitest";
import { accepted, context, startEngine } from "../../test/start-engine.ts";

const errors = {
  dnsHostNameError: null,
  ipAddressError: null,
  platformNameError: null,
  credentialNameError: null,
};

test("each row comes back with what createJob would refuse it for", async () => {
  await using engine = await startEngine();
  const credential = await engine.addCredential("lab");
  const rows = [
    { dnsHostName: "a.local", credentialName: "lab", platformName: "Linux", os: "Debian", source: "cmdb" },
    { dnsHostName: "b b", ipAddress: "10.0.0.300", platformName: "Amiga", credentialName: "unknown" },
    { credentialId: credential },
    { dnsHostName: "A.local.", credentialName: "lab" },
    { ipAddress: "169.254.169.254", credentialName: "lab" },
    { dnsHostName: "c.local" },
    { dnsHostName: "d d" },
  ];
  expect(accepted(await engine.jobs.validateImportedCsv(rows, context))).toEqual([
    { ...rows[0], ...errors },
    {
      ...rows[1],
      dnsHostNameError: "must be a DNS name",
      ipAddressError: "must be an IPv4 or IPv6 address",
      platformNameError: expect.stringMatching(/^must be Linux/),
      credentialNameError: "names no credential",
    },
    { ...rows[2], ...errors, dnsHostNameError: "needs a dnsHostName or an ipAddress" },
    { ...rows[3], ...errors, dnsHostNameError: "names the same host as /0" },
    {
      ...rows[4],
      ...errors,
      ipAddressError: "is an address that may not be scanned: 169.254.169.254",
    },
    { ...rows[5], ...errors, credentialNameError: "needs a credentialId or a credentialName" },
    {
      ...rows[6],
      ...errors,
      dnsHostNameError: "must be a DNS name",
      credentialNameError: "needs a credentialId or a credentialName",
    },
  ]);
});

test("a known host needs no credential, and nothing is written", async () => {
  await using engine = await startEngine();
  await engine.addCredential("lab");
  accepted(await engine.jobs.createJob([{ dnsHostName: "a.local", credentialName: "lab" }], context));
  const count = async () =>
    (
      await engine.database.db
        .selectFrom("host")
        .select(({ fn }) => fn.countAll<string>().as("hosts"))
        .executeTakeFirstOrThrow()
    ).hosts;
  const before = await count();
  const rows = [{ dnsHostName: "a.local" }, { dnsHostName: "new.local", credentialName: "lab" }];
  const validated = accepted(await engine.jobs.validateImportedCsv(rows, context));
  expect(validated).toEqual(rows.map((row) => ({ ...row, ...errors })));
  expect(await count()).toBe(before);
  expect(accepted(await engine.jobs.listJobs({ limit: 10 }, context)).jobs).toHaveLength(1);
});
