import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";

let engine: TestEngine;
let linux: string;
let directory: string;
beforeAll(async () => {
  engine = await startEngine();
  linux = await engine.addCredential("linux");
  directory = await engine.addCredential("directory");
});
afterAll(() => engine[Symbol.asyncDispose]());

const hosts = () => engine.database.db.selectFrom("host").selectAll().orderBy("identity").execute();

test("unknown hosts are onboarded with the credential, known ones keep theirs", async () => {
  const known = { dnsHostName: "a.local", credentialId: linux, source: "cmdb" };
  accepted(await engine.jobs.createJob([known], context));
  const job = accepted(
    await engine.jobs.scanOrganizationalUnit(directory.toUpperCase(), ["B.local", "a.local"], context),
  );
  expect(job.hostScanHostStatus?.map(({ dnsHostName }) => dnsHostName)).toEqual(["b.local", "a.local"]);
  expect(await hosts()).toMatchObject([
    { identity: "a.local:22", credential_id: linux, source: "cmdb" },
    { identity: "b.local:22", credential_id: directory, source: "OuMapping" },
  ]);
});

test("an unknown credential and bad names are told at once, and nothing is scheduled", async () => {
  const before = await hosts();
  const outcome = await engine.jobs.scanOrganizationalUnit(
    randomUUID(),
    ["c.local", " ", "c d", "C.local"],
    context,
  );
  expect(rejected(outcome)).toMatchObject({
    errors: [
      { path: "credentialId", message: "names no credential" },
      { path: "/1", message: "must be a DNS name" },
      { path: "/2", message: "must be a DNS name" },
      { path: "/3", message: "names the same host as /0" },
    ],
  });
  expect(await hosts()).toEqual(before);
});

test("bad names alone are refused too", async () => {
  const outcome = await engine.jobs.scanOrganizationalUnit(directory, ["c d"], context);
  expect(rejected(outcome)).toMatchObject({ errors: [{ path: "/0", message: "must be a DNS name" }] });
});
