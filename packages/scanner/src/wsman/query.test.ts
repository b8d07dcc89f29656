import { describe, expect, it } from "vitest";
import { fault, page } from "../testing/wsman/answers.ts";
import { textOf } from "./envelope.ts";
import { query } from "./query.ts";

const TO = "https://192.0.2.1:5986/wsman";
const WQL = "SELECT Name FROM Win32_Service";

/** Asks a fixture that gives these answers, one after the other; resolves to what came of it, and what was asked. */
async function asked(...answers: readonly (readonly [status: number, body: string])[]) {
  const messages: string[] = [];
  const found = await query(
    async (message) => {
      const [status, body] = answers[messages.length] ?? expect.fail("it is asked once more");
      messages.push(message);
      return { ok: true, value: { status, challenges: [], type: undefined, body: Buffer.from(body) } };
    },
    TO,
    WQL,
  );
  return { found, messages };
}

const named = (...names: readonly string[]) => names.map((Name) => ({ Name }));
const namesIn = ({ found }: Awaited<ReturnType<typeof asked>>) =>
  found.ok && "items" in found.value ? found.value.items.map((item) => textOf(item, "Name")) : found;

const PATTERN = {
  enumerate:
    /^<s:Envelope .*\/Enumerate<\/a:Action>.*<w:OptimizeEnumeration\/><w:MaxElements>\d+<\/w:MaxElements>/,
  filter: /<w:Filter Dialect="[^"]*\/wsman\/1\/WQL">SELECT Name FROM Win32_Service<\/w:Filter>/,
  pull: /\/Pull<\/a:Action>.*<n:Pull [^>]*><n:EnumerationContext>uuid:&lt;1&gt;&amp;<\/n:EnumerationContext>/,
};

describe("a query (fixture)", () => {
  it("is answered at once where there is little", async () => {
    const told = await asked([200, page("Enumerate", named("one", "two"))]);
    expect(namesIn(told)).toEqual(["one", "two"]);
    expect(told.messages).toEqual([expect.stringMatching(PATTERN.enumerate)]);
    expect(told.messages[0]).toMatch(PATTERN.filter);
    expect(told.messages[0]).toContain(`<a:To>${TO}</a:To>`);
  });

  it("is gone on with by what the host calls it, until it ends", async () => {
    const told = await asked(
      [200, page("Enumerate", named("one"), "uuid:&lt;1&gt;&amp;")],
      [200, page("Pull", named("two", "three"), "uuid:2")],
      [200, page("Pull", named("four"))],
    );
    expect(namesIn(told)).toEqual(["one", "two", "three", "four"]);
    expect(told.messages[1]).toMatch(PATTERN.pull);
    expect(told.messages[2]).toContain("<n:EnumerationContext>uuid:2<");
  });

  it("has an end, whatever the host says", async () => {
    const more = Array.from({ length: 30 }, () => [200, page("Pull", named("x"), "uuid:1")] as const);
    const { found, messages } = await asked(...more);
    expect(found).toMatchObject({ ok: false, failure: { phase: "collect" } });
    expect(found).toHaveProperty("failure.message", "The host's WS-Man tells without an end.");
    expect(messages).toHaveLength(21);
  });

  it.each([
    ["nothing", ""],
    ["more than it needs", "x".repeat(1025)],
  ])("is broken off where the host calls it %s", async (_, context) => {
    const { found } = await asked([200, page("Enumerate", [], context)]);
    const message = "The host's WS-Man broke off what it was asked to tell.";
    expect(found).toEqual({ ok: false, failure: { phase: "collect", message } });
  });

  it.each([
    [500, fault("w:AccessDenied"), "AccessDenied"],
    [403, "", undefined],
    [500, page("Enumerate", named("one")), undefined],
    [200, "<html>", undefined],
  ])("is not answered by %d with %s", async (status, body, name) => {
    const { found } = await asked([200, page("Enumerate", named("one"), "uuid:1")], [status, body]);
    expect(found).toEqual({ ok: true, value: { fault: name, status } });
  });

  it("fails as whoever asks does", async () => {
    const failure = { phase: "collect", message: "It is gone." } as const;
    expect(await query(async () => ({ ok: false, failure }), TO, WQL)).toEqual({ ok: false, failure });
  });
});
