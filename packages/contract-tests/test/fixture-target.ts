import type { HostScanJobService, SignInService, TokenVerifier } from "@hostscan/core";
import { createServer, type ServerOptions } from "@hostscan/server";
import { accepted, createFixtureTokens, credentialId, InMemoryJobs } from "@hostscan/server/testing";
import type { Fault, Fetch, Target } from "../src/index.ts";
import { knowingTwoHosts, scannable, unresponsive } from "./in-memory-jobs.ts";
import { createInMemorySignIn, refusesToSignIn } from "./in-memory-sign-in.ts";

/** Changes what a server does: its port, or the answers it sends. */
export interface Tampering {
  readonly signIn?: (service: SignInService) => Partial<SignInService>;
  readonly tokens?: TokenVerifier;
  readonly memory?: InMemoryJobs;
  readonly port?: (jobs: HostScanJobService) => Partial<HostScanJobService>;
  /** Stands between the caller and the server. */
  readonly through?: (request: Request, forward: Fetch) => Promise<Response>;
  readonly answer?: (request: Request, response: Response) => Response | Promise<Response>;
}

const full = {
  "app-token": accepted("app-token", "App"),
  "other-token": accepted("other-token", "App"),
  "admin-token": accepted("admin-token", "Admin"),
  "guest-token": accepted("guest-token", "Guest"),
};
const fixtureTokens = createFixtureTokens({ ...full, "old-token": { ok: false, reason: "expired" } });

/** Those above, and `half.` with anything behind it, which is of the first step. */
const tokens: TokenVerifier = {
  verify: async (token) =>
    token.startsWith("half.") ? { ok: false, reason: "second factor missing" } : fixtureTokens.verify(token),
};

const passOn = (request: Request, forward: Fetch) => forward(request);

/** A target that is the real server over a fixture of the port, which a test may tamper with. */
export function fixtureTarget(tampering: Tampering = {}): Target & { readonly fetch: Fetch } {
  const { port, answer } = tampering;
  const { jobs: memory, hostIds } = knowingTwoHosts(tampering.memory ?? new InMemoryJobs());
  const jobs: HostScanJobService = Object.assign(Object.create(memory), port?.(memory));
  const signIn = createInMemorySignIn("app-token", Object.keys(full));
  const serve = (options: Partial<ServerOptions> = {}): Fetch => {
    const service = { ...signIn.service, ...tampering.signIn?.(signIn.service) };
    const app = createServer({ jobs, tokens: tampering.tokens ?? tokens, signIn: service, ...options });
    const forward: Fetch = async (request) => app.fetch(request);
    return async (request) => {
      const response = await (tampering.through ?? passOn)(request, forward);
      return answer ? answer(request, response) : response;
    };
  };
  const fault = (options: Partial<ServerOptions>) => async (): Promise<Fault> => ({
    fetch: serve(options),
    restore: async () => {},
  });
  return {
    baseUrl: "http://fixture.test",
    fetch: serve(),
    scanTimeoutMs: 1_000,
    tokens: {
      ...{ app: "app-token", otherApp: "other-token", admin: "admin-token" },
      ...{ forbidden: "guest-token", expired: "old-token" },
    },
    user: signIn.user,
    hosts: hostIds,
    credentialId,
    scannable,
    unresponsive,
    faults: {
      rateLimit: fault({ rateLimit: { callsPerMinute: 0 } }),
      internalFault: fault({
        tokens: { verify: () => Promise.reject(new Error("fixture")) },
        signIn: {
          firstStep: () => Promise.reject(new Error("fixture")),
          secondStep: () => Promise.reject(new Error("fixture")),
        },
      }),
      databaseOutage: fault({
        tokens: { verify: async () => ({ ok: false, reason: "unavailable" }) },
        signIn: refusesToSignIn({ kind: "unavailable", detail: "Out of reach.", retryAfterSeconds: 5 }),
      }),
    },
  };
}
