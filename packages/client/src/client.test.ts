import { expect, test } from "vitest";
import { createHostScanClient, type HostScanClientOptions } from "./client.ts";

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

test("sends an Idempotency-Key where one is given", async () => {
  const { client, requests } = served(page({ id }), page({ id }), page([{ id }]), page({ id }), page({ id }));
  const options = { idempotencyKey: "k-1" };
  await client().createJob([{ dnsHostName: "a.example" }], options);
  await client().scanHost(hostId, options);
  await client().scanHosts([hostId], options);
  await client().scanOu(hostId, ["a.example"], options);
  await client().scanHost(hostId);
  const keys = requests.map((request) => request.headers.get("Idempotency-Key"));
  expect(keys).toEqual(["k-1", "k-1", "k-1", "k-1", null]);
});

test("refuses a job without an id, which nobody could follow (fixture)", async () => {
  const { client } = served(page({ status: 0 }), page([{ id }, {}]));
  const refusal = {
    name: "HostScanProblem",
    status: 200,
    problem: { detail: "The answer has a job without an id" },
  };
  await expect(client().createJob([])).rejects.toMatchObject(refusal);
  await expect(client().scanHosts([hostId])).rejects.toMatchObject(refusal);
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

test("hands on numbers, names and members that the contract does not know (fixture of an NPS server)", async () => {
  const answer = {
    id,
    status: 42,
    hostScanHostStatus: [{ status: "Complete", failureReason: 77 }],
    extra: 1,
  };
  const { client } = served(page(answer));
  expect(await client().getJob(id)).toEqual(answer);
});

test("waits for a job whose status comes as a name (fixture of an NPS server)", async () => {
  const { client } = served(page({ id, status: "CompletedWithErrors" }));
  expect(await client().waitFor(id)).toMatchObject({ status: "CompletedWithErrors" });
});

test("reads an error that is plain text (fixture of an NPS server)", async () => {
  const { client } = served(new Response("Unable to cancel", { status: 400, statusText: "Bad Request" }));
  await expect(client().cancel(id)).rejects.toMatchObject({
    name: "HostScanProblem",
    status: 400,
    problem: { title: "Bad Request", detail: "Unable to cancel" },
  });
});

test("takes an empty 202 of any content type", async () => {
  const headers = { "Content-Type": "text/plain" };
  const { client } = served(new Response(null, { status: 202 }), new Response("", { status: 202, headers }));
  await expect(client().cancel(id)).resolves.toBeUndefined();
  await expect(client().cancel(id)).resolves.toBeUndefined();
});

test.each([
  [
    "a page of a proxy",
    new Response("<h1>Sign in</h1>", { headers: { "Content-Type": "text/html" } }),
    "<h1>Sign in</h1>",
  ],
  ["nothing", new Response(""), undefined],
])("refuses a success that is %s", async (_name, answer, detail) => {
  const { client } = served(answer);
  await expect(client().getJob(id)).rejects.toMatchObject({
    name: "HostScanProblem",
    status: 200,
    problem: { title: "Unexpected answer", ...(detail ? { detail } : {}) },
  });
});

test.each([
  ["the network fails", new TypeError("fetch failed")],
  ["the answer breaks off", new Response('{"id": ', { headers: { "Content-Type": "application/json" } })],
])("rejects with a network error when %s", async (_name, answer) => {
  const { client } = served(answer);
  await expect(client().getJob(id)).rejects.toMatchObject({
    name: "HostScanNetworkError",
    cause: expect.any(Error),
  });
});

test("rejects with the signal's reason", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  const client = createHostScanClient({ baseUrl: "http://127.0.0.1:9", token: "t" });
  await expect(client.getJob(id, { signal })).rejects.toThrow("enough");
  await expect(client.cancel(id, { signal })).rejects.toThrow("enough");
});
