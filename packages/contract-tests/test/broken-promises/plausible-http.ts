import {
  type BrokenPromise,
  breaks,
  type Call,
  changing,
  changingJson,
  instead,
  isList,
  problem,
  resent,
  rowsOf,
  withHeader,
} from "./mutant.ts";

const isValidate = ({ path }: Pick<Call, "path">) => path === "/ValidateImportedCSV";
const isPage = ({ method, path }: Pick<Call, "method" | "path">) => method === "GET" && path === "";

/** Takes what JSON's grammar does not. */
const reads = (read: (text: string) => string) =>
  instead((call, forward) =>
    call.method === "POST" && call.body === undefined && /^\s*[[{]/.test(call.text)
      ? forward(resent(call, { body: read(call.text) }))
      : undefined,
  );

/** The longest beginning of a text that is JSON. */
function beginning(text: string): string {
  const ends = Array.from({ length: text.length }, (_, i) => text.length - i);
  const isJson = (end: number) => {
    try {
      JSON.parse(text.slice(0, end));
      return true;
    } catch {
      return false;
    }
  };
  return text.slice(0, ends.find(isJson));
}

/** Mistakes as implementers make them in HTTP, JSON and signing in: of a framework, or the proxy before it. */
export const brokenPlausiblyInHttp: readonly BrokenPromise[] = [
  ...breaks("request-id-chosen", {
    "but for what is accepted": changing((_call, response) =>
      response.status === 202 ? withHeader(response, "X-Request-Id", crypto.randomUUID()) : undefined,
    ),
  }),
  ...breaks("request-id-on-every-answer", {
    "that was asked for with one": changing(({ method, header }, response) =>
      method === "DELETE" && header("X-Request-Id") === null
        ? withHeader(response, "X-Request-Id", undefined)
        : undefined,
    ),
  }),
  ...breaks("instance-is-request-id", {
    "the path, where it is not found": changingJson((json, { path }, status) =>
      status === 404 ? { ...json, instance: path } : undefined,
    ),
  }),
  ...breaks("allow-names-methods", {
    "not to OPTIONS": instead(({ method }) =>
      method === "OPTIONS" ? new Response(null, { status: 204 }) : undefined,
    ),
  }),
  ...breaks("method-not-allowed", {
    "but for those that nobody knows": instead(({ method }) =>
      method === "PROPFIND" ? problem(404) : undefined,
    ),
  }),
  ...breaks("body-is-json", {
    "text behind it": reads(beginning),
    "commas before its end": reads((text) => text.replace(/,\s*(?=[\]}])/g, "")),
    comments: reads((text) => text.replace(/\/\*.*?\*\//g, "").replace(/\s\/\/.*$/, "")),
    "NaN and Infinity": reads((text) => text.replace(/-?\b(NaN|Infinity)\b/g, "null")),
    "single quotes": reads((text) => text.replaceAll("'", '"')),
    "line ends in texts": reads((text) => text.replaceAll("\n", " ")),
    "zeros at the front": reads((text) => text.replace(/([:,])0(\d)/g, "$1$2")),
  }),
  ...breaks("body-encoded", {
    "any coding but gzip is passed over": instead((call, forward) => {
      const headers = new Headers(call.request.headers);
      if (!["br", "deflate"].includes(headers.get("Content-Encoding") ?? "")) return undefined;
      headers.delete("Content-Encoding");
      return forward(new Request(call.request.url, { method: call.method, headers, body: call.text }));
    }),
  }),
  ...breaks("body-declared", {
    "whatever has json in it": instead((call, forward) =>
      /^text\/json/.test(call.header("Content-Type") ?? "")
        ? forward(resent(call, { headers: { "Content-Type": "application/json" } }))
        : undefined,
    ),
  }),
  ...breaks("body-values", {
    "100,000 values and names": instead((call) =>
      isList(call.body) && rowsOf(call).reduce((sum, row) => sum + 2 * Object.keys(row).length, 0) > 100_000
        ? problem(413)
        : undefined,
    ),
  }),
  ...breaks("sign-in-bytes", {
    "1 kB": instead(({ path, text }) =>
      path === "/signinBody" && text.length > 4_096 && text.length < 10_000 ? problem(413) : undefined,
    ),
  }),
  ...breaks("texts-are-well-formed", {
    "second halves alone": instead((call, forward) =>
      /\\ud[c-f]/i.test(call.text) && !/\\ud[89ab]/i.test(call.text)
        ? forward(resent(call, { body: call.text.replaceAll(/\\ud[c-f]../gi, "?") }))
        : undefined,
    ),
    "U+0000 in names": instead((call, forward) =>
      call.path.startsWith("/OuMapping/") && call.text.includes("\\u0000")
        ? forward(resent(call, { body: call.text.replaceAll("\\u0000", "") }))
        : undefined,
    ),
  }),
  ...breaks("bounds", {
    "names of 253 characters, with their dot": instead((call) =>
      rowsOf(call).some(({ dnsHostName }) => String(dnsHostName).length === 254 && call.path === "")
        ? problem(400, "/0/dnsHostName")
        : undefined,
    ),
    "characters of two units count twice": instead((call) => {
      const row = rowsOf(call).findIndex(({ credentialName }) => String(credentialName ?? "").length > 255);
      return isValidate(call) && row >= 0 && [...String(rowsOf(call)[row]?.["credentialName"])].length <= 255
        ? problem(400, `/${row}/credentialName`)
        : undefined;
    }),
  }),
  ...breaks("limit-bounds", {
    "what begins with a number": instead((call, forward) => {
      const limit = call.query.get("limit") ?? "";
      const url = call.request.url.replace(/limit=[^&]*/, `limit=${Number.parseInt(limit, 10)}`);
      return isPage(call) && /^[1-9]\d*[a-z]/i.test(limit) ? forward(resent(call, { url })) : undefined;
    }),
  }),
  ...breaks("bearer-required", {
    "an Admin is no App": instead(({ authorization, path }) =>
      authorization === "Bearer admin-token" && path.startsWith("/OuMapping/") ? problem(403) : undefined,
    ),
  }),
  ...breaks("unknown-token", {
    "in whatever letters": instead((call, forward) => {
      const said = call.authorization ?? "";
      return said !== said.toLowerCase() && /^bearer [a-z-]+$/i.test(said)
        ? forward(resent(call, { headers: { Authorization: said.toLowerCase() } }))
        : undefined;
    }),
    "with something behind it": instead((call, forward) =>
      call.authorization === "Bearer a b"
        ? forward(resent(call, { headers: { Authorization: "Bearer app-token" } }))
        : undefined,
    ),
  }),
  ...breaks("key-same-answer", {
    "also to nobody": () => {
      const kept = new Map<string, Response>();
      return {
        through: async (request, forward) => {
          const { headers, url } = request;
          const id = `${headers.get("Idempotency-Key")} ${url} ${await request.clone().text()}`;
          const known = headers.has("Authorization") ? undefined : kept.get(id)?.clone();
          known?.headers.set("X-Request-Id", headers.get("X-Request-Id") ?? "a");
          const response = known ?? (await forward(request));
          if (response.ok && headers.has("Idempotency-Key")) kept.set(id, response.clone());
          return response;
        },
      };
    },
    "but for another content type": () => {
      const types = new Map<string, string>();
      return {
        through: async (request, forward) => {
          const { headers, url } = request;
          const id = `${headers.get("Idempotency-Key")} ${headers.get("Authorization")} ${url}`;
          const type = headers.get("Content-Type") ?? "";
          if (headers.has("Idempotency-Key") && types.has(id) && types.get(id) !== type) return problem(409);
          const response = await forward(request);
          if (response.ok) types.set(id, type);
          return response;
        },
      };
    },
  }),
  ...breaks("same-refusal", {
    "passwords in whatever letters": () => ({
      signIn: (service) => ({
        firstStep: ({ Password, ...step }, context) =>
          service.firstStep({ ...step, Password: Password.toLowerCase() }, context),
      }),
    }),
  }),
  ...breaks("sign-in-form", {
    "names in whatever letters": instead((call, forward) => {
      const body = call.text.replace(/\blogin=/, "Login=").replace(/\bpassword=/, "Password=");
      return call.path === "/signinBody" && body !== call.text ? forward(resent(call, { body })) : undefined;
    }),
    "declared as JSON, too": instead((call, forward) =>
      call.path === "/signinBody" && /^Login=/.test(call.text)
        ? forward(resent(call, { headers: { "Content-Type": "application/x-www-form-urlencoded" } }))
        : undefined,
    ),
  }),
  ...breaks("code-as-json", {
    "not in a form's type": instead(({ path, header, authorization }) =>
      /^\/signi?n?2fa$|^\/sigin2fa$/.test(path) &&
      header("Content-Type") === "application/x-www-form-urlencoded" &&
      authorization?.startsWith("Bearer half.")
        ? problem(400, "")
        : undefined,
    ),
  }),
  ...breaks("cross-site", {
    "of the server's own page, too": instead(({ path, header }) =>
      path === "/signinBody" && header("Sec-Fetch-Site") === "same-origin" ? problem(403) : undefined,
    ),
    "of another host of the same site": instead((call, forward) => {
      const headers = new Headers(call.request.headers);
      if (call.header("Sec-Fetch-Site") !== "same-site") return undefined;
      for (const name of ["Origin", "Sec-Fetch-Site"]) headers.delete(name);
      return forward(new Request(call.request.url, { method: call.method, headers, body: call.text }));
    }),
  }),
  ...breaks("cookie-of-the-token", {
    "is not looked at": () => ({
      signIn: (service) => ({
        secondStep: ({ cookie: _, ...step }, context) => service.secondStep(step, context),
      }),
    }),
  }),
  ...breaks("first-step-once", {
    "with another right code": () => ({
      signIn: (service) => {
        const used = new Set<string>();
        return {
          async secondStep(step, context) {
            const isRight = String(step.code).startsWith("code-") && !used.has(String(step.code));
            if (used.has(step.token) && isRight) return { ok: true, value: { token: "app-token" } } as const;
            const taken = await service.secondStep(step, context);
            if (taken.ok) for (const each of [step.token, String(step.code)]) used.add(each);
            return taken;
          },
        };
      },
    }),
  }),
  ...breaks("code-once", {
    "but for calls at the same time": () => ({
      signIn: (service) => {
        let running = 0;
        return {
          async secondStep(step, context) {
            running += 1;
            const isBeside = running > 1;
            const taken = await service.secondStep(step, context);
            running -= 1;
            return isBeside ? ({ ok: true, value: { token: "app-token" } } as const) : taken;
          },
        };
      },
    }),
  }),
];
