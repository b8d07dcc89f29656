import { createServer as createHttpServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { HostScanJobService, SignInService, TokenVerifier } from "@hostscan/core";
import { createServer } from "@hostscan/server";
import { InMemoryJobs } from "@hostscan/server/testing";
import { errors, jwtVerify } from "jose";
import { hostIds, secret } from "../call.ts";
import { queuedJob, readJob, scanHosts } from "../jobs.ts";
import { createLogger, listen } from "./listen.ts";

const unused = async (): Promise<never> => {
  throw new Error("The bench makes no such call");
};

const [anyId = ""] = hostIds;

/** What is measured answers at once, as the peers do; what is not is as the document says. */
const jobs = Object.assign(new InMemoryJobs(), {
  scanHosts: async (hostIds) => ({ ok: true, value: scanHosts(hostIds) }),
  cancelJob: async () => ({ ok: true, value: undefined }),
  createJob: async (requests) => ({ ok: true, value: queuedJob(anyId, requests.length) }),
  getJob: async (id) => ({ ok: true, value: readJob(id) }),
  listJobs: async ({ limit }) => ({
    ok: true,
    value: { jobs: Array.from({ length: limit }, () => queuedJob(anyId)) },
  }),
} satisfies Partial<HostScanJobService>);

const signIn: SignInService = { firstStep: unused, secondStep: unused };

const tokens: TokenVerifier = {
  async verify(token) {
    try {
      const { payload } = await jwtVerify<{ role: string; name: string }>(token, secret, {
        requiredClaims: ["sub", "exp", "role", "name"],
      });
      const { sub: subject = "", exp = 0, role, name } = payload;
      return { ok: true, caller: { subject, name, role }, expiresAt: new Date(exp * 1000) };
    } catch (error) {
      return { ok: false, reason: error instanceof errors.JWTExpired ? "expired" : "malformed" };
    }
  },
};

/** The whole path: token and role, the contract's schemas, problems, one line in the log. */
const app = createServer({ jobs, tokens, signIn, logger: createLogger() });
// Asked by whoever measures how long others wait.
app.get("/healthz", (context) => context.json({ status: "ok" }));

await listen(createHttpServer(getRequestListener(app.fetch)));
