import { createHostScanClient, type HostScanClient, type HostScanJobRequest } from "@hostscan/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { addLab, startServing } from "./running-server.ts";

const ROUNDS = 20;
const job = z.object({ id: z.string() });

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
  await addLab(installation, { username: "root", password: "unused" });
});
afterAll(() => installation.drop());

interface Called {
  readonly client: HostScanClient;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
}

/** Calls a server with what a command prints. */
async function called(url: string, ...argv: string[]): Promise<Called> {
  const { out } = await installation.run(argv);
  const token = out.trim();
  return {
    client: createHostScanClient({ baseUrl: url, token }),
    call: (method, path, body, headers) =>
      fetch(`${url}/api/v1/HostScanJob${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
}
const appOf = (url: string, name: string) => called(url, "key", "create", "--name", name);
const adminOf = (url: string) => called(url, "token", "issue", "--name", "ops", "--role", "Admin");
const on = (dnsHostName: string, more: Partial<HostScanJobRequest> = {}): HostScanJobRequest => ({
  ...{ dnsHostName, credentialName: "lab" },
  ...more,
});

test("where jobs are their callers' own, an application reads, lists, finds and cancels no other's", async () => {
  const env = { ...installation.env, HOSTSCAN_JOBS_OF: "own" };
  const { url } = await startServing(["--role", "api"], { env });
  const [a, b, admin] = [await appOf(url, "a"), await appOf(url, "b"), await adminOf(url)];
  const ofA = await a.client.createJob([on("shared.example")]);
  const hostId = ofA.hostScanHostStatus?.[0]?.hostId ?? "";
  const mapping = await a.call("POST", `/OuMapping/${await labId()}`, ["ou.example"]);
  const { id: mapped } = job.parse(await mapping.json());
  const ids = [ofA.id ?? "", mapped];
  for (const id of ids) {
    expect((await b.call("GET", `/${id}`)).status).toBe(404);
    expect((await b.call("DELETE", `/${id}`)).status).toBe(404);
    expect((await a.call("GET", `/${id}`)).status).toBe(200);
    expect((await admin.call("GET", `/${id}`)).status).toBe(200);
  }
  expect((await b.call("GET", `/ByHostId/${hostId}`)).status).toBe(404);
  expect(await (await b.call("GET", "")).json()).toEqual([]);
  // It may have the same hosts scanned, and sees what comes of that.
  const own = await b.client.scanHost(hostId);
  const again = await b.call("POST", `/OuMapping/${await labId()}`, ["ou.example"]);
  expect(again.status).toBe(200);
  const listed = async ({ call }: Called) =>
    JSON.stringify(
      z
        .array(job)
        .parse(await (await call("GET", "")).json())
        .map(({ id }) => id)
        .toSorted(),
    );
  const { id: againId } = job.parse(await again.json());
  expect(await listed(b)).toBe(JSON.stringify([own.id, againId].toSorted()));
  expect(await listed(a)).toBe(JSON.stringify(ids.toSorted()));
  expect(JSON.parse(await listed(admin))).toHaveLength(4);
  expect(await (await b.call("GET", `/ByHostId/${hostId}`)).json()).toMatchObject({ id: own.id });
  // A renewed key is the same application.
  const renewed = await appOf(url, "a");
  expect(await listed(renewed)).toBe(JSON.stringify(ids.toSorted()));
  for (const id of ids) expect((await renewed.call("DELETE", `/${id}`)).status).toBe(202);
});

test("a renewed key finds the answer of an earlier call, and no other application does", async () => {
  const { url } = await startServing(["--role", "api"], { env: installation.env });
  const key = { "Idempotency-Key": "0e5c3f7a" };
  const create = async ({ call }: Called, name: string) => {
    const answer = await call("POST", "", [on(name)], key);
    return { status: answer.status, id: job.partial().parse(await answer.json()).id };
  };
  const first = await create(await appOf(url, "renewed"), "once.example");
  const renewed = await appOf(url, "renewed");
  expect(await create(renewed, "once.example")).toEqual(first);
  expect(await create(renewed, "twice.example")).toMatchObject({ status: 409 });
  const other = await create(await appOf(url, "other"), "once.example");
  expect(other).toMatchObject({ status: 200 });
  expect(other.id).not.toBe(first.id);
});

test("of two that claim a new host at the same moment one gets it, as stated, and the other 400", async () => {
  const { url } = await startServing(["--role", "api"], { env: installation.env });
  const [a, b] = [await appOf(url, "one"), await appOf(url, "two")];
  for (let round = 0; round < ROUNDS; round += 1) {
    const dnsHostName = `race-${round}.example`;
    const claims = [
      a.call("POST", "", [on(dnsHostName, { ipAddress: "10.0.0.1" })]),
      b.call("POST", "", [on(dnsHostName, { ipAddress: "10.0.0.2" })]),
    ];
    const statuses = (await Promise.all(round % 2 ? claims : claims.toReversed())).map(
      ({ status }) => status,
    );
    expect(statuses.toSorted()).toEqual([200, 400]);
    const row = await installation.db
      .selectFrom("host")
      .select(["owner", "ip_address"])
      .where("dns_host_name", "=", dnsHostName)
      .executeTakeFirstOrThrow();
    expect([
      { owner: "app:one", ip_address: "10.0.0.1" },
      { owner: "app:two", ip_address: "10.0.0.2" },
    ]).toContainEqual(row);
  }
});

async function labId(): Promise<string> {
  const { id } = await installation.db
    .selectFrom("credential")
    .select("id")
    .where("name", "=", "lab")
    .executeTakeFirstOrThrow();
  return id;
}
