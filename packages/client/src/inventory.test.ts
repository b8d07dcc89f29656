import { expect, test } from "vitest";
import { createHostScanClient } from "./client.ts";

const hostId = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";
const job = { id: hostId, status: 3, hostScanHostStatus: [] };
const host = { id: hostId, hostId, hostScanTrust: [], hostScanSection: [] };

/** A fixture of a server: gives the answers in turn, and keeps what was asked for. */
function served(...answers: readonly Response[]) {
  const asked: string[] = [];
  const left = [...answers];
  const fetch = async ({ url }: Request): Promise<Response> => {
    asked.push(url.replace("https://nps.example/api/v1/HostScanJob", ""));
    return left.shift() ?? Response.error();
  };
  return {
    asked,
    client: createHostScanClient({ baseUrl: "https://nps.example", token: "t", fetch, retries: 0 }),
  };
}

const page = (items: unknown, after?: string) =>
  Response.json(items, { headers: after === undefined ? {} : { Link: `<?after=${after}>; rel="next"` } });

test("a list is walked page by page, with the filters on each", async () => {
  const { asked, client } = served(page([host], "n1"), page([host]));
  const filter = { name: "web-*", status: undefined };
  expect(await Array.fromAsync(client.listHosts(filter, { pageSize: 1 }))).toEqual([host, host]);
  expect(asked).toEqual(["/Host?name=web-*&limit=1", "/Host?name=web-*&limit=1&after=n1"]);
});

test("each list asks for its own", async () => {
  const { asked, client } = served(...Array.from({ length: 5 }, () => page([])));
  await Array.fromAsync(client.listHosts());
  await Array.fromAsync(client.listEntries(hostId, "ScheduledTasks", { after: "n1" }));
  await Array.fromAsync(client.listAccounts({ name: "EXAMPLE\\backup", unixId: 34 }));
  await Array.fromAsync(client.listChanges({ hostId, kind: 0 }));
  await Array.fromAsync(client.listChanges(undefined, { pageSize: 9 }).pages());
  expect(asked).toEqual([
    "/Host",
    `/Host/${hostId}/ScheduledTasks?after=n1`,
    "/User?name=EXAMPLE%5Cbackup&unixId=34",
    `/Change?hostId=${hostId}&kind=0`,
    "/Change?limit=9",
  ]);
});

test("jobs are listed by filters, which stand beside the other options", async () => {
  const { asked, client } = served(page([job], "n1"), page([]));
  const options = { status: 3, createdBy: "app:a b", pageSize: 2 } as const;
  expect(await Array.fromAsync(client.listJobs(options))).toEqual([job]);
  const query = "?status=3&createdBy=app%3Aa%20b&limit=2";
  expect(asked).toEqual([query, `${query}&after=n1`]);
});

test("a host is read by its id", async () => {
  const { asked, client } = served(page(host));
  expect(await client.getHost(hostId)).toEqual(host);
  expect(asked).toEqual([`/Host/${hostId}`]);
});

test.each([[{ name: "a" }], [[]], ["host"]])("what is no host is none: %j (fixture)", async (body) => {
  const { client } = served(page(body));
  await expect(client.getHost(hostId)).rejects.toMatchObject({ name: "HostScanProblem", status: 200 });
});

test.each([[{}], [[1]], [[null]]])("what is no list of hosts is none: %j (fixture)", async (body) => {
  const { client } = served(page(body));
  await expect(Array.fromAsync(client.listHosts())).rejects.toMatchObject({ name: "HostScanProblem" });
});
