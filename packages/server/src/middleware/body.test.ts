import { Context } from "hono";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { bodyBounds, readBody } from "./body.ts";

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream | null;

const BOUNDS = { bytes: 100, depth: 4, tokens: 8, names: 3, digits: 20 };
const JSON_TYPE = { "Content-Type": "application/json" };

const request = (body: Body, headers: Record<string, string> = JSON_TYPE) =>
  new Request("http://host/", {
    method: "POST",
    headers,
    body,
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });

/** A body that comes in chunks, as a chunked upload does; it tells whether the reader gave it up. */
function streamOf(...chunks: (Uint8Array | Error)[]) {
  const state = { cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk instanceof Error) controller.error(chunk);
        else if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, state };
}

const encode = (text: string) => new TextEncoder().encode(text);
const read = (sent: Request) =>
  readBody(new Context(sent), { contentTypes: ["application/json"], bounds: BOUNDS, takesText: false });
const refused = (kind: string, members: object = {}) => ({ ok: false, rejection: { kind, ...members } });
const invalid = (message: string) => refused("validation", { errors: [{ path: "", message }] });

test.each([
  "application/json",
  "application/json; charset=utf-8",
  "Application/JSON;x=y",
  "application/json ;a=b",
])("%s is read", async (type) => {
  expect(await read(request('["a"]', { "Content-Type": type }))).toEqual({ ok: true, value: ["a"] });
});

test.each([
  "text/plain",
  "application/jsonp",
  "application/problem+json",
  "application/x-www-form-urlencoded",
])("%s is refused, and named", async (type) => {
  const detail = `The body must be application/json; it was ${type}.`;
  expect(await read(request("[]", { "Content-Type": type }))).toEqual(
    refused("unsupported-media-type", { detail }),
  );
});

test("a body that does not say what it is, is refused", async () => {
  const detail = "The body must be application/json; it was not declared.";
  expect(await read(request(encode("[]"), {}))).toEqual(refused("unsupported-media-type", { detail }));
});

test("a long content type is not repeated to its end", async () => {
  const result = await read(request("[]", { "Content-Type": `text/${"x".repeat(5_000)}` }));
  expect(JSON.stringify(result).length).toBeLessThan(300);
});

test("an encoded body is refused, a plain one that says so is read", async () => {
  const gzip = { ...JSON_TYPE, "Content-Encoding": "gzip" };
  expect(await read(request("[]", gzip))).toEqual(
    refused("unsupported-media-type", { detail: "The body must not be encoded; it was gzip." }),
  );
  const identity = { ...JSON_TYPE, "Content-Encoding": "Identity" };
  expect(await read(request("[]", identity))).toEqual({ ok: true, value: [] });
});

test.each<[string, Body, Record<string, string>]>([
  ["no body", null, JSON_TYPE],
  ["no body and no type", null, {}],
  ["an empty body", "", JSON_TYPE],
  ["an empty body of a declared length", "", { ...JSON_TYPE, "Content-Length": "0" }],
])("%s is missing", async (_name, body, headers) => {
  expect(await read(request(body, headers))).toMatchObject(invalid("is missing"));
});

test.each(["{", "[1,]", "undefined", "[1] x", "'a'", " ", "\u0000", "[NaN]", "{a: 1}"])(
  "%j is no JSON",
  async (body) => {
    expect(await read(request(body))).toMatchObject(invalid("must be valid JSON"));
  },
);

test("bytes that are not UTF-8 are refused, not guessed", async () => {
  expect(await read(request(new Uint8Array([0x22, 0xff, 0x22])))).toMatchObject(invalid("must be UTF-8"));
});

test("a byte order mark is passed over", async () => {
  expect(await read(request("\uFEFF[]"))).toEqual({ ok: true, value: [] });
});

test("a declared length over the limit is refused before anything is read", async () => {
  const { stream } = streamOf(new Error("This must not be read"));
  const sent = request(stream, { ...JSON_TYPE, "Content-Length": `${BOUNDS.bytes + 1}` });

  expect(await read(sent)).toEqual(
    refused("payload-too-large", { detail: "The body is larger than 0.1 kB." }),
  );
  expect(sent.bodyUsed).toBe(false);
});

test("a body that declares no length is read up to the limit and not beyond", async () => {
  const { stream, state } = streamOf(
    new Uint8Array(60),
    new Uint8Array(60),
    new Error("This must not be read"),
  );

  expect(await read(request(stream))).toMatchObject(refused("payload-too-large"));
  expect(state.cancelled).toBe(true);
});

test("a body in chunks is put together, whatever the chunks cut through", async () => {
  const bytes = encode('["ä"]');
  const { stream } = streamOf(bytes.slice(0, 3), bytes.slice(3));

  expect(await read(request(stream))).toEqual({ ok: true, value: ["ä"] });
});

test("a body of exactly the limit is read", async () => {
  const body = JSON.stringify("x".repeat(BOUNDS.bytes - 2));

  expect(await read(request(body))).toMatchObject({ ok: true });
  expect(await read(request(body, { ...JSON_TYPE, "Content-Length": `${BOUNDS.bytes}` }))).toMatchObject({
    ok: true,
  });
});

test.each([{}, { "Content-Length": "50" }])(
  "a body that breaks off is a bad request (%o)",
  async (length) => {
    const { stream } = streamOf(encode('["a'), new Error("Connection lost"));

    expect(await read(request(stream, { ...JSON_TYPE, ...length }))).toMatchObject(
      invalid("broke off before its end"),
    );
  },
);

describe("under a form's type", () => {
  const types = ["application/json", "application/x-www-form-urlencoded", "text/plain"];
  const readAs = (type: string, body: string | Uint8Array<ArrayBuffer>, takesText = false) =>
    readBody(
      new Context(
        new Request("http://a.example", { method: "POST", headers: { "Content-Type": type }, body }),
      ),
      { contentTypes: types, bounds: BOUNDS, takesText },
    );

  test.each(types.slice(1))(
    "%s: a form is its members, and what begins with a brace is JSON",
    async (type) => {
      const form = await readAs(type, "Login=a%40b&Password=p+w%7B%3D%C3%A9&__proto__=x");
      expect(form).toEqual({
        ok: true,
        value: JSON.parse('{"Login":"a@b","Password":"p w{=é","__proto__":"x"}'),
      });
      expect(await readAs(type, ' \n{"Login":"a"}')).toEqual({ ok: true, value: { Login: "a" } });
      expect(await readAs(type, "{Login=a")).toMatchObject(invalid("must be valid JSON"));
    },
  );

  test("a member that comes twice is a list, and text may not hold what none can", async () => {
    expect(await readAs("text/plain", "a=1&b=2&a=3")).toEqual({ ok: true, value: { a: ["1", "3"], b: "2" } });
    expect(await readAs("text/plain", "a=1&a=2&a=3")).toEqual({ ok: true, value: { a: ["1", "2", "3"] } });
    expect(await readAs("text/plain", "a=%00")).toMatchObject({
      ok: false,
      rejection: { kind: "validation" },
    });
    expect(await readAs("text/plain", new Uint8Array([0x61, 0xff]))).toMatchObject(invalid("must be UTF-8"));
  });

  test("a form is no JSON, and brackets in it are no depth", async () => {
    expect(await readAs("application/json", "Login=a")).toMatchObject(invalid("must be valid JSON"));
    expect(await readAs("text/plain", `a=${"[".repeat(90)}`)).toMatchObject({ ok: true });
  });

  test.each(types)("%s: where text is taken, a bare code is itself", async (type) => {
    expect(await readAs(type, "012345", true)).toEqual({ ok: true, value: "012345" });
    expect(await readAs(type, '"012345"', true)).toEqual({ ok: true, value: "012345" });
    expect(await readAs(type, "12345", true)).toEqual({ ok: true, value: 12345 });
  });

  test("another type is told all that are taken", async () => {
    expect(await readAs("application/xml", "<a/>")).toMatchObject(
      refused("unsupported-media-type", {
        detail:
          "The body must be application/json, application/x-www-form-urlencoded or text/plain; it was application/xml.",
      }),
    );
  });
});

test("a list that no schema bounds may hold any number of items, and weighs as one of them", () => {
  const item = z.object(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`m${at}`, z.string()])));
  expect(bodyBounds(z.array(item), 100)).toMatchObject({
    bytes: 100,
    items: Number.POSITIVE_INFINITY,
    tokens: 248,
  });
  expect(bodyBounds(z.array(item).max(2), 100)).toMatchObject({ items: 2, tokens: 492 });
});
