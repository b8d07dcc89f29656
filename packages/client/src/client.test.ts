import { expect, test } from "vitest";
import { npsAnswer } from "../test/nps-answer.ts";
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
  for await (const job of client().listJobs({ pageSize: 1 })) ids.push(job.id);
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
  const { body: answer } = npsAnswer("names");
  const { client } = served(page(answer));
  expect(await client().getJob(id)).toEqual({
    ...answer,
    hostScanHostStatus: [{ status: ActionStatus.Complete, failureReason: 77 }],
  });
});

test("waits for a job whose status comes as a name (fixture of an NPS server)", async () => {
  const { client } = served(page(npsAnswer("ended-by-name").body));
  expect(await client().waitFor(id)).toMatchObject({ status: ActionStatus.CompletedWithErrors });
});

test("reads an error that is plain text (fixture of an NPS server)", async () => {
  const { body, status } = npsAnswer("unable-to-cancel");
  const { client } = served(new Response(body, { status, statusText: "Bad Request" }));
  await expect(client().cancel(id)).rejects.toMatchObject({
    name: "HostScanProblem",
    status: 400,
    problem: { title: "Bad Request", detail: body },
  });
});

test.each([
  ["an empty 202", new Response(null, { status: 202 })],
  ["a 202 with words", new Response("OK", { status: 202, headers: { "Content-Type": "text/plain" } })],
  ["a 204", new Response(null, { status: 204 })],
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

test.each([
  [200, "<h1>Sign in</h1>"],
  [200, ""],
  [201, ""],
  [207, "{}"],
  [301, ""],
  [302, ""],
  [307, ""],
])("takes no %i with %j for a cancellation", async (status, text) => {
  const { client } = served(new Response(text, { status, headers: { Location: "/?token=secret" } }));
  const error = await client()
    .cancel(id)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: "HostScanProblem", status });
  expect(String(error)).not.toContain("secret");
});

test("says which call was refused, where, and by which name the server knows it", async () => {
  const errors = { hosts: ["is missing", "is required"], "": "Bad." };
  const { client } = served(Response.json({ errors }, { status: 400, headers: { "X-Request-Id": "7c1d" } }));
  await expect(client().createJob([])).rejects.toMatchObject({
    message: "POST /api/v1/HostScanJob: 400 hosts is missing; hosts is required; and 1 more (request 7c1d)",
    problem: { errors: [{ path: "hosts", message: "is missing" }, {}, { path: "", message: "Bad." }] },
  });
});

test("begins at a cursor, and tells on each page which is the next", async () => {
  const { client, requests } = served(page([{ id: "1" }], '<?after=c3>; rel="next"'), page([{ id: "2" }]));
  const next: unknown[] = [];
  for await (const jobs of client().listJobs({ pageSize: 1, after: "c2" }).pages()) next.push(jobs.next);
  expect(next).toEqual(["c3", undefined]);
  expect(requests[0]?.url).toContain("?limit=1&after=c2");
});

test.each([
  ["of the page itself", ["c2", "c2"]],
  ["of an earlier page", ["c2", "c3", "c2"]],
])("a cursor that repeats one %s ends with an error", async (_name, cursors) => {
  const { client } = served(
    ...cursors.map((after) => page([{ id: after }], `<?after=${after}>; rel="next"`)),
  );
  await expect(Array.fromAsync(client().listJobs())).rejects.toMatchObject({
    name: "HostScanProblem",
    problem: { detail: expect.stringContaining("was there before") },
  });
});

test("a Link that nobody can read is a problem", async () => {
  const { client } = served(page([{ id }], '<?after=%>; rel="next"'));
  await expect(Array.fromAsync(client().listJobs())).rejects.toMatchObject({
    name: "HostScanProblem",
    problem: { detail: "Its Link header has a malformed cursor." },
  });
});

test("leaving a list ends the page that is asked for; aborting it, too", async () => {
  const { client } = served();
  const fetch = () => new Promise<Response>(() => {});
  for (const walk of [
    client({ fetch }).listJobs().pages(),
    client({ fetch }).listJobs()[Symbol.asyncIterator](),
  ]) {
    const pending = walk.next();
    await walk.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
  }
  const controller = new AbortController();
  const walk = Array.fromAsync(client({ fetch }).listJobs({ signal: controller.signal }));
  controller.abort(new Error("enough"));
  await expect(walk).rejects.toThrow("enough");
});

test.each([".", "..", "", "\ud800", undefined, {}])(
  "the id %j is refused before anything is sent",
  async (given) => {
    const { client, requests } = served();
    const calls = [
      client().getJob(given as never),
      client().cancel(given as never),
      client().scanOu(given as never, []),
      client().waitFor(given as never),
    ];
    for (const call of calls)
      await expect(call).rejects.toMatchObject({
        name: "HostScanRequestError",
        message: /^(?!http)\S+: not sent: \w+Id is/,
      });
    expect(requests).toEqual([]);
  },
);

test.each([
  ["http://server.test/?a=1", "query"],
  ["http://server.test/#a", "fragment"],
  ["http://user:secret@server.test", "a user"],
  ["", "missing"],
])("the address %s is refused", (baseUrl, why) => {
  const make = () => client({ baseUrl });
  const { client } = served();
  expect(make).toThrow(expect.objectContaining({ name: "HostScanRequestError" }));
  expect(make).toThrow(why);
  expect(make).not.toThrow("secret");
});

test("an address may have a path, and is known without its slash", async () => {
  const { client, requests } = served(page({ id }));
  const own = client({ baseUrl: "https://portal.example/hostscan/" });
  await own.getJob(id);
  expect([own.baseUrl, requests[0]?.url]).toEqual([
    "https://portal.example/hostscan",
    `https://portal.example/hostscan/api/v1/HostScanJob/${id}`,
  ]);
});
