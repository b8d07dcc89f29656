import type { HostScanJobService, Rejection } from "@hostscan/core";
import { expect, test } from "vitest";
import { asApp, asAppSending, fixtureJobs, fixtureServer, HOST, JOBS } from "../testing/server.ts";

const UNKNOWN = "00000000-0000-0000-0000-000000000000";

/** A server whose port rejects every reading of a job. */
function serverThatRejects(rejection: Rejection) {
  const jobs: HostScanJobService = fixtureJobs();
  jobs.getJob = async () => ({ ok: false, rejection });
  const errors: unknown[] = [];
  const logger = { info: () => {}, error: (line: unknown) => errors.push(line) };
  return { app: fixtureServer({ jobs, logger }), errors };
}

test("unknown hosts are named, and nothing is scheduled", async () => {
  const app = fixtureServer();

  const one = await app.request(`${JOBS}/ByHostId/${UNKNOWN}`, asApp("POST"));
  expect(one.status).toBe(400);
  expect(await one.json()).toMatchObject({ errors: [{ path: "hostId", message: "names no host" }] });

  const many = await app.request(`${JOBS}/ByHostIdMultiple`, asAppSending([HOST, UNKNOWN]));
  expect(many.status).toBe(400);
  expect(await many.json()).toMatchObject({ errors: [{ path: "/1", message: "names no host" }] });

  expect(await (await app.request(JOBS, asApp())).json()).toEqual([]);
});

test("an unknown job is a 404, and a cancelled one is seen to be", async () => {
  const app = fixtureServer();
  expect((await app.request(`${JOBS}/${HOST}`, asApp("DELETE"))).status).toBe(404);
  expect((await app.request(`${JOBS}/${HOST}`, asApp())).status).toBe(404);
  expect((await app.request(`${JOBS}/ByHostId/${HOST}`, asApp())).status).toBe(404);

  await app.request(`${JOBS}/ByHostId/${HOST}`, asApp("POST"));
  const latest = await app.request(`${JOBS}/ByHostId/${HOST}`, asApp());
  const { id }: { id: string } = JSON.parse(await latest.text());
  expect((await app.request(`${JOBS}/${id}`, asApp("DELETE"))).status).toBe(202);
  expect(await (await app.request(`${JOBS}/${id}`, asApp())).json()).toMatchObject({ id, status: 4 });
});

test("a key that was used for other content is a conflict", async () => {
  const app = fixtureServer();
  const keyed = { "Idempotency-Key": "key-1" };
  expect((await app.request(`${JOBS}/ByHostIdMultiple`, asAppSending([HOST], keyed))).status).toBe(200);
  expect((await app.request(`${JOBS}/ByHostIdMultiple`, asAppSending([HOST], keyed))).status).toBe(200);

  const response = await app.request(`${JOBS}/ByHostIdMultiple`, asAppSending([HOST, UNKNOWN], keyed));
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ type: "urn:hostscan:problem:conflict" });
});

test("a cursor that the list does not know is a bad request", async () => {
  const response = await fixtureServer().request(`${JOBS}?after=x`, asApp());

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    errors: [{ path: "after", message: "is no cursor of this list" }],
  });
});

test("a service that cannot answer now is told to be asked again", async () => {
  const detail = "The database is out of reach.";
  const { app } = serverThatRejects({ kind: "unavailable", detail, retryAfterSeconds: 5 });
  const response = await app.request(`${JOBS}/${HOST}`, asApp());

  expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "5"]);
  expect(await response.json()).toMatchObject({ type: "urn:hostscan:problem:unavailable", detail });
});

test("a rejection that the contract does not declare for the operation is the service's fault", async () => {
  const { app, errors } = serverThatRejects({ kind: "conflict", detail: "Busy." });
  const response = await app.request(`${JOBS}/${HOST}`, asApp());

  expect(response.status).toBe(500);
  expect(JSON.stringify(await response.json())).not.toContain("Busy");
  expect(errors).toMatchObject([
    { error: { message: "The service rejected GetJobStatus as conflict, but 409 is not declared for it" } },
  ]);
});
