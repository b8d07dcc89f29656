import { expect, test } from "vitest";
import { waitingForLimits } from "../kit.ts";

/** A `fetch` that gives these answers one after the other, the last one for good; and the bodies it was sent. */
function answering(...answers: readonly (readonly [status: number, retryAfter?: string | undefined])[]) {
  const sent: string[] = [];
  const fetch = waitingForLimits(async (request) => {
    const [status, retryAfter] = answers[Math.min(sent.length, answers.length - 1)] ?? [500];
    sent.push(await request.text());
    return new Response(`${status}`, {
      status,
      headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter },
    });
  });
  return { sent, call: () => fetch(new Request("http://host.test", { method: "POST", body: "hosts" })) };
}

test("a call over its limit is made again with its body, once the time told is over", async () => {
  const { sent, call } = answering([429, "0"], [429, "0"], [202]);
  expect((await call()).status).toBe(202);
  expect(sent).toEqual(["hosts", "hosts", "hosts"]);
});

test.each<[string, number, string | undefined]>([
  ["says no time", 429, undefined],
  ["says no number", 429, "soon"],
  ["says a time that is long", 429, "61"],
  ["is of another status", 503, "0"],
])("an answer that %s is the answer", async (_, status, retryAfter) => {
  const { sent, call } = answering([status, retryAfter]);
  expect((await call()).status).toBe(status);
  expect(sent).toHaveLength(1);
});

test("a call that is always over its limit comes to an end", async () => {
  const { sent, call } = answering([429, "0"]);
  const answer = await call();
  expect([answer.status, await answer.text()]).toEqual([429, "429"]);
  expect(sent).toHaveLength(6);
});
