import type { Tampering } from "../fixture-target.ts";
import {
  type BrokenPromise,
  breaks,
  changing,
  changingJson,
  instead,
  problem,
  resent,
  withHeader,
  withToken,
} from "./mutant.ts";

const isFirst = (path: string) => path === "/signinBody";
const isSecond = (path: string) => path === "/signin2fa" || path === "/sigin2fa";

/** The token of everybody who has passed, as the fixture gives it. */
const token = () =>
  Response.json("app-token", { headers: { "X-Request-Id": "a", "Cache-Control": "no-store" } });

/** Remembers the codes that were good, and takes them again. */
const takesAgain =
  (
    isAgain: (text: string, authorization: string | null, seen: ReadonlySet<string>) => boolean,
  ): (() => Tampering) =>
  () => {
    const seen = new Set<string>();
    return {
      through: async (request, forward) => {
        if (!isSecond(new URL(request.url).pathname)) return forward(request);
        const text = await request.clone().text();
        const authorization = request.headers.get("Authorization");
        if (isAgain(text, authorization, seen)) return token();
        const response = await forward(request);
        if (response.status === 200) for (const each of [text, `${authorization}`]) seen.add(each);
        return response;
      },
    };
  };

export const brokenSigningIn: readonly BrokenPromise[] = [
  ...breaks("sign-in-content-types", {
    "no form": instead(({ path, header }) =>
      isFirst(path) && header("Content-Type") === "application/x-www-form-urlencoded"
        ? problem(415)
        : undefined,
    ),
    "no text": instead(({ path, header }) =>
      isFirst(path) && header("Content-Type") === "text/plain" ? problem(415) : undefined,
    ),
  }),
  ...breaks(
    "sign-in-cookie",
    Object.fromEntries(
      [" HttpOnly", " Secure", " SameSite=Strict", " Max-Age=300"].map((attribute) => [
        `without${attribute}`,
        changing((_call, response) => {
          const cookie = response.headers.get("Set-Cookie");
          return cookie
            ? withHeader(
                response,
                "Set-Cookie",
                cookie
                  .split(";")
                  .filter((each) => each !== attribute)
                  .join(";"),
              )
            : undefined;
        }),
      ]),
    ),
  ),
  ...breaks("sign-in-form", {
    "JSON alone": instead(({ path, text }) =>
      isFirst(path) && text.startsWith("Login=") ? problem(400, "") : undefined,
    ),
    "not as text": instead(({ path, text, header }) =>
      isFirst(path) && text.startsWith("Login=") && header("Content-Type") === "text/plain"
        ? problem(400, "")
        : undefined,
    ),
  }),
  ...breaks("login-case", {
    matters: instead(({ path, text }) =>
      isFirst(path) && /"Login":"[A-Z]+"/.test(text) ? problem(401) : undefined,
    ),
  }),
  ...breaks("token-not-cached", {
    "by others alone": changing((_call, response) =>
      response.headers.get("Cache-Control") ? withHeader(response, "Cache-Control", "private") : undefined,
    ),
  }),
  ...breaks("same-refusal", {
    "nobody is called that": changingJson((json, { path, text }, status) =>
      isFirst(path) && status === 401 && text.includes("nobody")
        ? { ...json, detail: "Nobody is called that." }
        : undefined,
    ),
  }),
  ...breaks("cross-site", {
    "Origin is not looked at": instead((call, forward) =>
      call.header("Origin") && !call.header("Sec-Fetch-Site")
        ? forward(
            new Request(call.request.url, {
              method: "POST",
              body: call.text,
              headers: { "Content-Type": "application/json" },
            }),
          )
        : undefined,
    ),
    "Sec-Fetch-Site is not looked at": instead(({ header }) =>
      header("Sec-Fetch-Site") && !header("Origin") ? problem(401) : undefined,
    ),
  }),
  ...breaks("first-step-alone", {
    "a full token takes a second step, too": instead(({ path, authorization }) =>
      isSecond(path) && authorization === "Bearer app-token" ? token() : undefined,
    ),
    "it reads jobs": instead((call, forward) =>
      call.authorization?.startsWith("Bearer half.") && call.path === "" && call.method === "GET"
        ? forward(withToken(call))
        : undefined,
    ),
  }),
  ...breaks("code-once", {
    "again under another first step": takesAgain((text, _authorization, seen) => seen.has(text)),
  }),
  ...breaks("first-step-once", {
    "with any code": takesAgain((_text, authorization, seen) => seen.has(`${authorization}`)),
  }),
  ...breaks("wrong-code-keeps-token", {
    "used up by the first wrong code": () => {
      const wrong = new Set<string>();
      return {
        through: async (request, forward) => {
          const said = request.headers.get("Authorization") ?? "";
          if (!isSecond(new URL(request.url).pathname)) return forward(request);
          if (wrong.has(said)) return problem(401);
          const response = await forward(request);
          if (response.status === 401) wrong.add(said);
          return response;
        },
      };
    },
  }),
  ...breaks("token-admitted", {
    "of no role": changing(({ path }, response) =>
      isSecond(path) && response.status === 200
        ? Response.json("guest-token", { headers: response.headers })
        : undefined,
    ),
  }),
  ...breaks("code-as-json", {
    "text alone": instead(({ path, header, authorization }) =>
      isSecond(path) && authorization?.includes("half.") && header("Content-Type") === "application/json"
        ? problem(400)
        : undefined,
    ),
    "no numbers": instead(({ path, body }) => (isSecond(path) && body === 7 ? problem(400) : undefined)),
  }),
  ...breaks("cookie-may-be-left-out", {
    "must be sent": instead(({ path, header, authorization }) =>
      isSecond(path) &&
      authorization?.includes("half.") &&
      header("Cookie") === null &&
      header("Content-Type") === "application/json"
        ? problem(401)
        : undefined,
    ),
  }),
  ...breaks("misspelt-path", {
    "is not known": instead(({ path }) => (path === "/sigin2fa" ? problem(404) : undefined)),
  }),
  ...breaks("credentials-bounds", {
    "a login of 129": instead(({ path, text }) =>
      isFirst(path) && text.includes("l".repeat(129)) ? problem(401) : undefined,
    ),
    "no login of 128": instead(({ path, text }) =>
      isFirst(path) && text.includes("\u00e9".repeat(20)) ? problem(400, "/Login") : undefined,
    ),
    "an empty password": instead(({ path, text }) =>
      isFirst(path) && text.includes('"Password":""') ? problem(401) : undefined,
    ),
    "members in whatever case": instead((call, forward) =>
      isFirst(call.path) && call.text.includes('"login"')
        ? forward(resent(call, { body: call.text.replace("login", "Login").replace("password", "Password") }))
        : undefined,
    ),
  }),
  ...breaks("code-bounds", {
    "seven digits": instead(({ path, body }) =>
      isSecond(path) && body === 1_000_000 ? problem(401) : undefined,
    ),
    none: instead(({ path, body }) => (isSecond(path) && body === "" ? problem(401) : undefined)),
    "65 characters": instead(({ path, text }) =>
      isSecond(path) && text.length === 67 ? problem(401) : undefined,
    ),
  }),
];
