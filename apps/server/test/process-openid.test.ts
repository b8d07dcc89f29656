import {
  AUDIENCE,
  type OpenIdProvider,
  startOpenIdProvider,
} from "@hostscan/identity/testing/openid-provider";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startServing } from "./running-server.ts";

let installation: TestInstallation;
let provider: OpenIdProvider;
beforeEach(async () => {
  installation = await makeTestInstallation();
  provider = await startOpenIdProvider({ groups: ["scanners"] });
});
afterEach(async () => {
  await provider.stop();
  await installation.drop();
});

/** Starts a process that takes the provider's tokens, where this group means App. */
async function serve(group: string) {
  const env = {
    ...installation.env,
    HOSTSCAN_OIDC_ISSUER: provider.issuer,
    HOSTSCAN_OIDC_AUDIENCE: AUDIENCE,
    HOSTSCAN_OIDC_ROLE_CLAIM: "groups",
    HOSTSCAN_OIDC_ROLES: `${group}=App`,
  };
  const { url, err } = await startServing(["--role", "api"], { env });
  const list = (token: string) =>
    fetch(`${url}/api/v1/HostScanJob`, { headers: { Authorization: `Bearer ${token}` } });
  return { list, err };
}

test("the started executable takes a token of a real OpenID provider, and its own", async () => {
  const { list, err } = await serve("scanners");
  const token = await provider.fetchToken();
  expect((await list(token)).status).toBe(200);
  expect((await list(`${token.slice(0, -8)}AAAAAAAA`)).status).toBe(401);
  const { out } = await installation.run(["token", "issue", "--name", "ci"]);
  expect((await list(out.trim())).status).toBe(200);
  expect(err()).not.toContain("eyJ");
});

test("a token of another group is good, and admits to nothing", async () => {
  const { list } = await serve("administrators");
  expect((await list(await provider.fetchToken())).status).toBe(403);
});

test("while the provider is down its tokens get 503 and are to come back, and all others are taken", async () => {
  const { list } = await serve("scanners");
  const token = await provider.fetchToken();
  await provider.stop();
  const answer = await list(token);
  expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "5"]);
  const { out } = await installation.run(["token", "issue", "--name", "ci"]);
  expect((await list(out.trim())).status).toBe(200);
});
