import type { OpenAPIHono } from "@hono/zod-openapi";
import type { TokenVerifier } from "@hostscan/core";
import { createServer, type ServerOptions } from "../app.ts";
import { credentialId } from "./hosts.ts";
import { InMemoryJobs } from "./in-memory-jobs.ts";
import { fixtureSignIn } from "./sign-in.ts";
import { accepted, createFixtureTokens } from "./tokens.ts";

/** Tokens that say what they are. `app`, `admin` and `auditor` are accepted under that role. */
export const fixtureTokens: TokenVerifier = createFixtureTokens({
  app: accepted("app-1", "App", "Fixture App"),
  admin: accepted("admin-1", "Admin", "Fixture Admin"),
  auditor: accepted("auditor-1", "Auditor", "Fixture Auditor"),
  expired: { ok: false, reason: "expired" },
  revoked: { ok: false, reason: "revoked" },
  half: { ok: false, reason: "second factor missing" },
  later: { ok: false, reason: "unavailable" },
});

/** A user on a device that is known by `own`, and logins that are refused for other reasons than being wrong. */
export const aliceSignsIn = fixtureSignIn({
  login: "alice",
  password: "secret",
  codes: [12345, "012345"],
  token: "app",
  device: "own",
  refusals: {
    waiting: { kind: "throttled", detail: "Too often.", retryAfterSeconds: 11.5 },
    later: { kind: "unavailable", detail: "Not now.", retryAfterSeconds: 1 },
  },
});

/** Path of the API's one resource. */
export const JOBS = "/api/v1/HostScanJob";

/** The id of the one host that {@link fixtureJobs} know, `a.example`. */
export const HOST = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";

/** Jobs in memory, of which there is none yet. */
export function fixtureJobs(): InMemoryJobs {
  const jobs = new InMemoryJobs();
  jobs.onboard({ dnsHostName: "a.example", credentialId }, { subject: "app-1" }, HOST);
  return jobs;
}

/** A server on {@link fixtureJobs} and tokens that say what they are, or on what is given instead. */
export const fixtureServer = (options: Partial<ServerOptions> = {}): OpenAPIHono =>
  createServer({ jobs: fixtureJobs(), tokens: fixtureTokens, signIn: aliceSignsIn, ...options });

/** A request as the fixture's App makes it. */
export const asApp = (method = "GET", headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method,
  headers: { Authorization: "Bearer app", ...headers },
});

/** As {@link asApp}, with a JSON body: a value, or text that is sent as it is. */
export const asAppSending = (body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  ...asApp("POST", { "Content-Type": "application/json", ...headers }),
  body: typeof body === "string" ? body : JSON.stringify(body),
});
