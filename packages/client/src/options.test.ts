import { expect, test } from "vitest";
import { createHostScanClient, HostScanRequestError } from "./index.ts";
import type { HostScanClientOptions } from "./options.ts";

// What a program without types gives: each is found out before anything is sent.

const wrong = JSON.parse('[-1, "5", {}, [], true]');
const notFunctions: readonly unknown[] = [...wrong, 7n, Symbol("x"), Number.NaN];

/** A client of a server that counts its calls; each job is queued when it is made, and complete when it is read. */
function setUp(more: object = {}) {
  const sent: string[] = [];
  const options: HostScanClientOptions = {
    baseUrl: "http://hostscan.test",
    token: "t",
    async fetch({ method, url }) {
      sent.push(`${method} ${url}`);
      return Response.json({ id: "7", status: method === "POST" ? 0 : 2 });
    },
  };
  return { sent, client: () => createHostScanClient({ ...options, ...more }) };
}

/** What a call threw. */
async function failure(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each(["fetch", "onRequest", "onResponse", "pathSerializer", "bodySerializer", "validate"])(
  "a client whose %s is no function is refused before it sends anything",
  async (name) => {
    for (const given of notFunctions.filter(Boolean)) {
      const { sent, client } = setUp({ [name]: given });
      const error = await failure(() => client().createJob([]));
      expect(error, `${name}: ${String(given)}`).toBeInstanceOf(HostScanRequestError);
      expect(error).toHaveProperty("message", expect.stringContaining("must be a function"));
      expect(sent).toEqual([]);
    }
  },
);

test.each<[string, object, string]>([
  ["timeoutMs", { timeoutMs: Number.NaN }, "timeoutMs must be a number, 0 or more"],
  ["onProgress", JSON.parse('{ "onProgress": "log" }'), "onProgress must be a function"],
  ["signal", JSON.parse('{ "signal": {} }'), "signal must be an AbortSignal"],
])("a wrong %s of a wait schedules nothing, and no rejection is left behind", async (_, options, message) => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", hear);
  const { sent, client } = setUp();
  const calls = [() => client().scanAndWait([], options), () => client().waitFor("7", options)];
  for (const call of calls) {
    const error = await failure(call);
    expect(error).toBeInstanceOf(HostScanRequestError);
    expect(error).toHaveProperty("message", `not sent: ${message}`);
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", hear);
  expect([sent, unhandled]).toEqual([[], []]);
});

test("an absent option may be null", async () => {
  const given = ["timeoutMs", "retries", "maxAnswerBytes", "onRequest", "onResponse"].map((name) => [
    name,
    null,
  ]);
  const { client } = setUp(Object.fromEntries(given));
  const none = JSON.parse(
    '{ "idempotencyKey": null, "signal": null, "timeoutMs": null, "onProgress": null }',
  );
  expect(await client().scanAndWait([], none)).toMatchObject({ id: "7" });
});

test.each([[Number.NaN], [true], [7], [{}]])(
  "an idempotency key of %j is not taken for its text",
  async (key) => {
    const { sent, client } = setUp();
    const options: object = { idempotencyKey: key };
    expect(await failure(() => client().createJob([], options))).toBeInstanceOf(HostScanRequestError);
    expect(sent).toEqual([]);
  },
);

test.each([["NaN"], ["undefined"], ["null"], [".."], ["."], [""]])("no id is %j", async (id) => {
  const { sent, client } = setUp();
  expect(await failure(() => client().cancel(id))).toBeInstanceOf(HostScanRequestError);
  expect(sent).toEqual([]);
});

test("a page of no size is not asked for", async () => {
  const { sent, client } = setUp();
  const error = await failure(() => client().listJobs({ pageSize: Number.NaN }).pages().next());
  expect(error).toHaveProperty("message", "not sent: pageSize must be a number, 0 or more");
  expect(sent).toEqual([]);
});

test("what cannot be made says why, and a call's own address tells no password", async () => {
  const { client } = setUp();
  const { client: lost } = setUp({ baseUrl: "hostscan" });
  expect(await failure(() => lost().getJob("7"))).toHaveProperty(
    "message",
    expect.stringMatching(/^GET .* it cannot be made of what was given: .*hostscan/),
  );
  for (const baseUrl of ["http://admin:secret@hostscan.test", "http://hostscan.test?x=secret"]) {
    const options: object = { baseUrl };
    const error = await failure(() => client().getJob("7", options));
    expect(error).toBeInstanceOf(HostScanRequestError);
    expect(error).toHaveProperty("message", expect.not.stringContaining("secret"));
  }
});

test("a fetch that gives no answer is told as that", async () => {
  for (const nothing of [undefined, 1, {}]) {
    const { client } = setUp({ fetch: async () => nothing, retries: 0 });
    expect(await failure(() => client().getJob("7"))).toMatchObject({
      name: "HostScanNetworkError",
      message: expect.stringContaining("it answered undefined, which is no status of an answer"),
    });
  }
});

test("without options a client is refused as ours", () => {
  expect(() => Reflect.apply(createHostScanClient, undefined, [])).toThrow(HostScanRequestError);
});
