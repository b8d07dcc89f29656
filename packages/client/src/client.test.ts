import { expect, test } from "vitest";
import { createHostScanClient } from "./client.ts";
import { ActionStatus } from "./enumerations.ts";
import type { HostScanClientOptions } from "./options.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const hostId = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";

/** A fixture of a server: gives the answers in turn, and keeps the requests. */
function served(...answers: (Response | Error)[]) {
  const requests: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(request);
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer;
  };
  const client = (options?: Partial<HostScanClientOptions>) =>
    createHostScanClient({ baseUrl: "https://nps.example:6500/", token: "t-1", fetch, ...options });
  return { client, requests };
}

const page = (jobs: unknown, link?: string) => Response.json(jobs, { headers: link ? { Link: link } : {} });

test("asks for the token before every call", async () => {
  const { client, requests } = served(page({ id }), page({ id }));
  let count = 0;
  const { getJob } = client({ token: async () => `t-${++count}` });
  await getJob(id);
  await getJob(id);
  expect(requests.map((request) => request.headers.get("Authorization"))).toEqual([
    "Bearer t-1",
    "Bearer t-2",
  ]);
  expect(requests[0]?.url).toBe(`https://nps.example:6500/api/v1/HostScanJob/${id}`);
});

test("sends the Idempotency-Key that it is given", async () => {
  const { client, requests } = served(page({ id }), page({ id }), page([{ id }]), page({ id }), page({ id }));
  const options = { idempotencyKey: "k-1" };
  await client().createJob([{ dnsHostName: "a.example" }], options);
  await client().scanHost(hostId, options);
  await client().scanHosts([hostId], options);
  await client().scanOu(hostId, ["a.example"], options);
  await client({ idempotencyKeys: false }).scanHost(hostId);
  const keys = requests.map((request) => request.headers.get("Idempotency-Key"));
  expect(keys).toEqual(["k-1", "k-1", "k-1", "k-1", null]);
});

test("refuses a job without an id, which nobody could follow (fixture)", async () => {
  const { client } = served(page({ status: 0 }), page([{ id }, {}]), page({ id }));
  const refusal = (text: string) => ({
    name: "HostScanProblem",
    status: 200,
    problem: { title: "Unexpected answer" },
    text,
  });
  await expect(client().createJob([])).rejects.toMatchObject(refusal('{"status":0}'));
  await expect(client().scanHosts([hostId])).rejects.toMatchObject(refusal(`[{"id":"${id}"},{}]`));
  await expect(client().scanHosts([hostId])).rejects.toMatchObject(refusal(`{"id":"${id}"}`));
});

test("walks the pages along the Link, asking only the server that the token is for", async () => {
  const link = '<https://elsewhere.example/jobs?limit=1&after=c2>; rel="next"';
  const { client, requests } = served(page([{ id: "1" }], link), page([{ id: "2" }]));
  const ids: unknown[] = [];
  for await (const job of client().listJobs({ limit: 1 })) ids.push(job.id);
  expect(ids).toEqual(["1", "2"]);
  expect(requests.map((request) => request.url)).toEqual([
    "https://nps.example:6500/api/v1/HostScanJob?limit=1",
    "https://nps.example:6500/api/v1/HostScanJob?limit=1&after=c2",
  ]);
});

test("gives the pages as well, and fetches none that is not asked for", async () => {
  const { client, requests } = served(page([{ id: "1" }, { id: "2" }], '<?after=c2>; rel="next"'));
  for await (const jobs of client().listJobs().pages()) {
    expect(jobs).toHaveLength(2);
    break;
  }
  expect(requests).toHaveLength(1);
});

test("turns names into numbers, and hands on what the contract does not know (fixture of an NPS server)", async () => {
  const answer = {
    id,
    status: 42,
    hostScanHostStatus: [{ status: "Complete", failureReason: 77 }],
    extra: 1,
  };
  const { client } = served(page(answer));
  expect(await client().getJob(id)).toEqual({
    ...answer,
    hostScanHostStatus: [{ status: ActionStatus.Complete, failureReason: 77 }],
  });
});

test("waits for a job whose status comes as a name (fixture of an NPS server)", async () => {
  const { client } = served(page({ id, status: "CompletedWithErrors" }));
  expect(await client().waitFor(id)).toMatchObject({ status: ActionStatus.CompletedWithErrors });
});

test("reads an error that is plain text (fixture of an NPS server)", async () => {
  const { client } = served(new Response("Unable to cancel", { status: 400, statusText: "Bad Request" }));
  await expect(client().cancel(id)).rejects.toMatchObject({
    name: "HostScanProblem",
    status: 400,
    problem: { title: "Bad Request", detail: "Unable to cancel" },
  });
});

test.each([
  ["an empty 202", new Response(null, { status: 202 })],
  ["a 202 with words", new Response("OK", { status: 202, headers: { "Content-Type": "text/plain" } })],
  ["an empty 200", new Response("")],
])("takes %s for a cancellation", async (_name, answer) => {
  const { client } = served(answer);
  await expect(client().cancel(id)).resolves.toBeUndefined();
});

test.each([
  ["a page of a proxy", "<h1>Sign in</h1>"],
  ["nothing", ""],
  ["cut off", '{"id": '],
  ["null", "null"],
])("refuses a success that is %s, and keeps its text", async (_name, text) => {
  const { client } = served(new Response(text));
  await expect(client().getJob(id)).rejects.toMatchObject({
    name: "HostScanProblem",
    status: 200,
    problem: { title: "Unexpected answer" },
    text,
  });
});
