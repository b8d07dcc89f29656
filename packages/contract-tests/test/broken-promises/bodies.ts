import { type BrokenPromise, breaks, changing, instead, isList, problem, resent, rowsOf } from "./mutant.ts";

const isSignIn = (path: string) => path.startsWith("/sig");
export const brokenBodies: readonly BrokenPromise[] = [
  ...breaks("body-is-json", {
    "422": instead(({ text, body }) => (text !== "" && body === undefined ? problem(422) : undefined)),
    "takes it for an empty list": instead(({ text, body, path }) =>
      text !== "" && body === undefined && path === "/ValidateImportedCSV" ? Response.json([]) : undefined,
    ),
  }),
  ...breaks("body-required", {
    "422 where there is none": instead(({ text, method, path, authorization }) =>
      text === "" && method === "POST" && authorization !== null && !path.startsWith("/ByHostId/")
        ? problem(422)
        : undefined,
    ),
  }),
  ...breaks("list-bounds", {
    "5,000 at most": instead(({ body }) =>
      isList(body) && body.length > 5_000 ? problem(400, "") : undefined,
    ),
    "9,999 at most": instead(({ body }) =>
      isList(body) && body.length > 9_999 ? problem(400, "") : undefined,
    ),
    "10,001, too": instead(({ body, path }) =>
      isList(body) && body.length === 10_001 && path === "/ByHostIdMultiple" ? Response.json([]) : undefined,
    ),
    "none, too": instead(({ body, path }) =>
      isList(body) && body.length === 0 && path === "/ValidateImportedCSV" ? Response.json([]) : undefined,
    ),
  }),
  ...breaks("body-bytes", {
    "100 kB at most": instead(({ text, path }) =>
      text.length > 100_000 && !isSignIn(path) ? problem(413) : undefined,
    ),
    "9 MB at most": instead(({ text }) => (text.length > 9_000_000 ? problem(413) : undefined)),
    "400 beyond": changing((_call, response) => (response.status === 413 ? problem(400) : undefined)),
  }),
  ...breaks("sign-in-bytes", {
    "any number": instead(({ text, path }) =>
      isSignIn(path) && text.length > 10_000 ? problem(400) : undefined,
    ),
  }),
  ...breaks("sign-in-values", {
    "any number": instead(({ path, body }) => (isSignIn(path) && isList(body) ? problem(400) : undefined)),
  }),
  ...breaks("body-values", {
    "any number": instead(({ body }) => (isList(body) && body.length > 2_000_000 ? problem(400) : undefined)),
  }),
  ...breaks("body-depth", {
    "any depth": instead((call, forward) =>
      call.text.includes('"deep":[[[') && rowsOf(call).length === 1
        ? forward(
            resent(call, { body: JSON.stringify(rowsOf(call).map(({ deep: _, ...row }) => row)) }),
          ).then(() => Response.json([]))
        : undefined,
    ),
    "10 at most": instead(({ text }) => (text.includes("[".repeat(11)) ? problem(400, "") : undefined)),
  }),
  ...breaks("body-names", {
    "any number": instead(({ text, path }) =>
      text.includes('"n1099"') && path === "/ValidateImportedCSV" ? Response.json([]) : undefined,
    ),
  }),
  ...breaks("body-declared", {
    "text is JSON, too": instead((call, forward) =>
      call.header("Content-Type") === "text/plain"
        ? forward(resent(call, { headers: { "Content-Type": "application/json" } }))
        : undefined,
    ),
    "anything is JSON where nothing is said": instead((call, forward) =>
      call.header("Content-Type") === null && call.text !== ""
        ? forward(resent(call, { headers: { "Content-Type": "application/json" } }))
        : undefined,
    ),
    "any kind of JSON": instead((call, forward) =>
      call.header("Content-Type") === "application/json-patch+json"
        ? forward(resent(call, { headers: { "Content-Type": "application/json" } }))
        : undefined,
    ),
  }),
  ...breaks("body-encoded", {
    "400 instead": changing(({ header }, response) =>
      response.status === 415 && header("Content-Encoding") !== null ? problem(400) : undefined,
    ),
  }),
  ...breaks("body-charset", {
    "415 with a charset": instead(({ header, authorization }) =>
      header("Content-Type")?.includes("charset") && authorization !== null ? problem(415) : undefined,
    ),
    "415 in capitals": instead(({ header }) =>
      header("Content-Type") === "Application/JSON" ? problem(415) : undefined,
    ),
  }),
  ...breaks("types", {
    "a text for a number": instead((call, forward) =>
      call.text.includes('"sshPort":"22"')
        ? forward(resent(call, { body: call.text.replace('"22"', "22") }))
        : undefined,
    ),
    "a number for a text": instead((call, forward) =>
      call.text.includes('"os":7')
        ? forward(resent(call, { body: call.text.replace('"os":7', '"os":"7"') }))
        : undefined,
    ),
    "half of a port": instead((call, forward) =>
      call.text.includes("22.5")
        ? forward(resent(call, { body: call.text.replace("22.5", "22") }))
        : undefined,
    ),
    "null in a list": instead((call, forward) =>
      call.text.endsWith(",null]")
        ? forward(resent(call, { body: call.text.replace(/,null\]$/, "]") }))
        : undefined,
    ),
  }),
  ...breaks("bounds", {
    "cuts what is too long": instead((call, forward) =>
      rowsOf(call).some(({ os }) => String(os).length === 256)
        ? forward(resent(call, { body: call.text.replaceAll("x".repeat(256), "x") }))
        : undefined,
    ),
    "counts UTF-16": instead((call) =>
      rowsOf(call).some(({ os }) => String(os).length > 256) ? problem(400, "/0/os") : undefined,
    ),
    "253 characters of a key": instead(({ header }) =>
      (header("Idempotency-Key")?.length ?? 0) > 254 ? problem(400, "Idempotency-Key") : undefined,
    ),
    "no port 65535": instead((call) =>
      rowsOf(call).some(({ sshPort }) => sshPort === 65_535) && call.path === ""
        ? problem(400, "/0/sshPort")
        : undefined,
    ),
    "port 65536": instead((call, forward) =>
      call.text.includes("65536")
        ? forward(resent(call, { body: call.text.replace("65536", "65535") }))
        : undefined,
    ),
    "any source": instead((call, forward) =>
      rowsOf(call).some(({ source }) => String(source).length === 256)
        ? forward(resent(call, { body: call.text.replaceAll("x".repeat(256), "x") }))
        : undefined,
    ),
  }),
  ...breaks("texts-are-well-formed", {
    "takes U+0000 away": instead((call, forward) =>
      call.text.includes("\\u0000")
        ? forward(resent(call, { body: call.text.replace("\\u0000", "") }))
        : undefined,
    ),
    "replaces half of a pair": instead((call, forward) =>
      call.text.includes("\\ud800")
        ? forward(resent(call, { body: call.text.replace("\\ud800", "?") }))
        : undefined,
    ),
  }),
];
