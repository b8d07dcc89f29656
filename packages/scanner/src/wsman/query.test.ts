import { describe, expect, it } from "vitest";
import { fault, page } from "../testing/wsman/answers.ts";
import { output } from "../testing/wsman/windows.ts";
import { textOf } from "./envelope.ts";
import type { Ask } from "./negotiate.ts";
import { call, query } from "./query.ts";

const TO = "https://192.0.2.1:5986/wsman";
const ASKED = { namespace: "root/cimv2", wql: 'SELECT Name FROM Win32_Service WHERE Name<>"&"' };

/** A fixture that gives these answers, one after the other, and what it was asked. */
function fixture(...answers: readonly (readonly [status: number, body: string])[]) {
  const messages: string[] = [];
  const ask: Ask = async (message) => {
    const [status, body] = answers[messages.length] ?? expect.fail("it is asked once more");
    messages.push(message);
    return { ok: true, value: { status, challenges: [], type: undefined, body: Buffer.from(body) } };
  };
  return { wmi: { ask, to: TO }, messages };
}

/** Asks such a fixture for names; resolves to what came of it, and what it was asked. */
async function asked(...answers: readonly (readonly [status: number, body: string])[]) {
  const { wmi, messages } = fixture(...answers);
  return { found: await query(wmi, ASKED, (item) => textOf(item, "Name")), messages };
}

const named = (...names: readonly string[]) => names.map((Name) => ({ Name }));
const PATTERN = {
  enumerate:
    /^<s:Envelope .*\/Enumerate<\/a:Action>.*<w:OptimizeEnumeration\/><w:MaxElements>\d+<\/w:MaxElements>/,
  filter:
    /<w:Filter Dialect="[^"]*\/wsman\/1\/WQL">SELECT Name FROM Win32_Service WHERE Name&lt;&gt;"&amp;"<\/w:Filter>/,
  pull: /\/Pull<\/a:Action>.*<n:Pull [^>]*><n:EnumerationContext>uuid:&lt;1&gt;&amp;<\/n:EnumerationContext>/,
};

describe("a query (fixture)", () => {
  it("is answered at once where there is little", async () => {
    const told = await asked([200, page("Enumerate", named("one", "two"))]);
    expect(told.found).toEqual({ items: ["one", "two"] });
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
    expect(told.found).toEqual({ items: ["one", "two", "three", "four"] });
    expect(told.messages[1]).toMatch(PATTERN.pull);
    expect(told.messages[2]).toContain("<n:EnumerationContext>uuid:2<");
  });

  it.each([
    ["much", "Name", 401],
    ["nothing that was asked for", "Caption", 21],
  ])("has an end, whatever the host says: %s", async (_, property, count) => {
    const more = Array.from(
      { length: 402 },
      () => [200, page("Pull", [{ [property]: "x" }], "uuid:1")] as const,
    );
    const { found, messages } = await asked(...more);
    const failure = { phase: "collect", message: "The host's WS-Man tells without an end." };
    expect(found).toMatchObject({ lack: { failure } });
    expect(messages).toHaveLength(count);
  });

  it("is gone on with no further than what is wanted of it", async () => {
    const { wmi, messages } = fixture([200, page("Enumerate", named("one", "two"), "uuid:1")]);
    const found = await query(wmi, ASKED, (item) => textOf(item, "Name"), 1);
    expect(found).toEqual({ items: ["one", "two"] });
    expect(messages).toHaveLength(1);
  });

  it("leaves out what is none of what was asked for", async () => {
    const { found } = await asked([200, page("Enumerate", [{ Caption: "x" }, { Name: "one" }])]);
    expect(found).toEqual({ items: ["one"] });
  });

  it.each([
    ["nothing", ""],
    ["more than it needs", "x".repeat(1025)],
  ])("is broken off where the host calls it %s", async (_, context) => {
    const { found } = await asked([200, page("Enumerate", named("one"), context)]);
    const message = "The host's WS-Man broke off what it was asked to tell.";
    expect(found).toEqual({ items: ["one"], lack: { failure: { phase: "collect", message } } });
  });

  it.each([
    [500, fault("w:AccessDenied", 5), "AccessDenied", [5]],
    [403, "", undefined, []],
    [500, page("Enumerate", named("one")), undefined, []],
    [200, "<html>", undefined, []],
  ])("keeps what came before %d with %s", async (status, body, name, codes) => {
    const { found } = await asked([200, page("Enumerate", named("one"), "uuid:1")], [status, body]);
    expect(found).toEqual({ items: ["one"], lack: { fault: { fault: name, status, codes } } });
  });

  it("fails as whoever asks does", async () => {
    const failure = { phase: "collect", message: "It is gone." } as const;
    const wmi = { ask: async () => ({ ok: false, failure }) as const, to: TO };
    expect(await query(wmi, ASKED, () => 1)).toEqual({ items: [], lack: { failure } });
    expect(await call(wmi, CALL)).toEqual({ failure });
  });
});

const CALL = {
  namespace: "root/cimv2",
  className: "StdRegProv",
  method: "EnumKey",
  parameters: { hDefKey: 0x80000002, sSubKeyName: "A&B<C>" },
} as const;

describe("a call (fixture)", () => {
  it("names the class, the method and what it is given", async () => {
    const { wmi, messages } = fixture([200, output("EnumKey", "<p:sNames>one</p:sNames>")]);
    const called = await call(wmi, CALL);
    expect("output" in called && textOf(called.output, "sNames")).toBe("one");
    expect(messages[0]).toMatch(
      /\/root\/cimv2\/StdRegProv<\/w:ResourceURI>.*\/root\/cimv2\/StdRegProv\/EnumKey<\/a:Action>/,
    );
    expect(messages[0]).toMatch(
      /<p:EnumKey_INPUT xmlns:p="[^"]*\/StdRegProv"><p:hDefKey>2147483650<\/p:hDefKey><p:sSubKeyName>A&amp;B&lt;C&gt;<\/p:sSubKeyName><\/p:EnumKey_INPUT>/,
    );
  });

  it.each([
    [500, fault("w:AccessDenied", 5), { fault: "AccessDenied", status: 500, codes: [5] }],
    [200, output("EnumValues", "<p:sNames>one</p:sNames>"), { fault: undefined, status: 200, codes: [] }],
    [500, output("EnumKey", "<p:sNames>one</p:sNames>"), { fault: undefined, status: 500, codes: [] }],
  ])("is not answered by %d with %s", async (status, body, told) => {
    expect(await call(fixture([status, body]).wmi, CALL)).toEqual({ fault: told });
  });
});
