import { expect, test, vi } from "vitest";
import { createHostScanClient } from "./client.ts";
import { failedHosts } from "./job.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";

test("scans, waits, and tells which hosts failed", async () => {
  const job = {
    id,
    status: 5,
    hostScanHostStatus: [{ status: 2 }, { status: "Failed", name: "b" }, { status: 4 }],
  };
  const answers = [{ id, status: 0 }, { id, status: 1 }, job];
  const fetch = async () => Response.json(answers.shift());
  const client = createHostScanClient({ baseUrl: "http://server.test", token: "t", fetch });
  const seen: unknown[] = [];
  const done = await client.scanAndWait([{ dnsHostName: "a.example" }], {
    onProgress: ({ status }) => seen.push(status),
  });
  expect(failedHosts(done)).toMatchObject([{ name: "b" }]);
  expect([seen, failedHosts({ hostScanHostStatus: null })]).toEqual([[1, 5], []]);
});

/** A fixture of a server whose jobs never end; `gate` holds the creation back. */
function endless(gate: Promise<unknown> = Promise.resolve()) {
  const calls: string[] = [];
  const fetch = async ({ method }: Request) => {
    calls.push(method);
    if (method === "POST") await gate;
    return method === "DELETE" ? new Response(null, { status: 202 }) : Response.json({ id, status: 1 });
  };
  return { calls, client: createHostScanClient({ baseUrl: "http://server.test", token: "t", fetch }) };
}

test.each([true, false])(
  "when waiting is aborted, the job is cancelled if so wanted: %s",
  async (cancelOnAbort) => {
    const { calls, client } = endless();
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    const scan = client.scanAndWait([], { signal: controller.signal, onProgress, cancelOnAbort });
    await expect(scan).rejects.toThrow("enough");
    expect(calls).toEqual(cancelOnAbort ? ["POST", "GET", "DELETE"] : ["POST", "GET"]);
  },
);

test("when it is aborted while the job is created, that job is cancelled", async () => {
  let open = () => {};
  const { calls, client } = endless(new Promise<void>((resolve) => (open = resolve)));
  const controller = new AbortController();
  const scan = client.scanAndWait([], { signal: controller.signal, cancelOnAbort: true });
  const rejection = expect(scan).rejects.toThrow("enough");
  await vi.waitFor(() => expect(calls).toEqual(["POST"]));
  controller.abort(new Error("enough"));
  open();
  await rejection;
  expect(calls).toEqual(["POST", "DELETE"]);
  await expect(client.scanAndWait([], { signal: controller.signal })).rejects.toThrow("enough");
});

test("a cancelling that fails does not hide why it was wanted; and a refused job needs none", async () => {
  const answers = [Response.json({ id, status: 1 }), new Response(null, { status: 404 })];
  const controller = new AbortController();
  const fetch = async () => {
    if (answers.length === 2) queueMicrotask(() => controller.abort(new Error("enough")));
    return answers.shift() ?? new Response(null, { status: 400 });
  };
  const client = createHostScanClient({ baseUrl: "http://server.test", token: "t", fetch });
  const options = { signal: controller.signal, cancelOnAbort: true };
  await expect(client.scanAndWait([], options)).rejects.toThrow("enough");
  answers.length = 0;
  await expect(client.scanAndWait([], { cancelOnAbort: true })).rejects.toMatchObject({ status: 400 });
});
