import { expect, test } from "vitest";
import { accepted, context, startEngine } from "../../test/start-engine.ts";
import { claimHosts } from "./claim-hosts.ts";
import { LoginGate } from "./login-gate.ts";
import { loginOf } from "./scan-login.ts";

const as = (identity: string) => ({ ...context, caller: { ...context.caller, identity } });

test("hosts of one owner that hold their permits keep nobody else's waiting", async () => {
  await using engine = await startEngine();
  const { db } = engine.database;
  const credentialId = await engine.addCredential("unproven");
  // Hosts of somebody else have let it in, so that each owner's logins count by themselves.
  await db
    .insertInto("login_party")
    .values({ credential_id: credentialId, party: "app:ours", proven: true })
    .execute();
  const claimsOf = async (owner: string, hosts: number) => {
    const requests = [...Array(hosts).keys()].map((at) => ({
      dnsHostName: `${owner.slice(4)}-${at}.local`,
      credentialId,
    }));
    const job = accepted(await engine.jobs.createJob(requests, as(owner)));
    const ids = (job.hostScanHostStatus ?? []).flatMap(({ hostScanHostId }) => hostScanHostId ?? []);
    return (await claimHosts(db, engine.queue, ids)).claimed.flatMap((claim) => loginOf(claim) ?? []);
  };
  const hanging = await claimsOf("app:guest", 3);
  const [theirs] = await claimsOf("app:portal", 1);
  if (theirs === undefined) expect.fail("nothing was claimed");
  const gate = new LoginGate(db, engine.lines, 3);
  const ended = new AbortController();
  const asked = hanging.map((login) => gate.ask(login, ended.signal));
  expect(await Promise.all(asked.slice(0, 2))).toEqual(["go", "go"]);

  expect(await gate.ask(theirs, ended.signal)).toBe("go");
  ended.abort();
  expect(await asked[2]).toBe("stale");
});
