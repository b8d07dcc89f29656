import { afterAll, beforeAll, expect, test } from "vitest";
import { commandsOn, makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

let installation: TestInstallation;
const host = (...argv: string[]) => installation.run(["host", ...argv]);
beforeAll(async () => {
  installation = await makeTestInstallation();
  const add = ["credential", "add", "lab", "--username", "scan", "--for", "anywhere", "--password-stdin"];
  await installation.run(add, "secret");
  const row = (name: string, more: object = {}) => ({
    ...{
      id: crypto.randomUUID(),
      identity: `${name}.local:22`,
      dns_host_name: `${name}.local`,
      ssh_port: 22,
    },
    ...more,
  });
  await installation.db
    .insertInto("host")
    .values([row("web"), row("app", { owner: "app:portal", ip_address: "10.0.0.1", stated_by_admin: false })])
    .execute();
});
afterAll(() => installation.drop());

const idOf = async (name: string) =>
  (await installation.db.selectFrom("host").select("id").where("dns_host_name", "=", name).executeTakeFirst())
    ?.id;

test("edit changes what is stated, and says what that was", async () => {
  const argv = ["edit", "web.local", "--port", "2022", "--platform", "Linux", "--address", "10.0.0.7"];
  const out = "changed ipAddress, platformName, sshPort of web.local:2022\n";
  expect(await host(...argv)).toEqual({ code: 0, err: "", out });
  expect((await host(...argv)).out).toBe("web.local:2022 has all that\n");
  const told = await host("edit", "web.local", "--platform", "Cisco", "--json");
  expect(JSON.parse(told.out)).toMatchObject({
    identity: "web.local:2022",
    changed: ["platformName"],
    cleared: {},
  });
});

test("edit clears what is negated", async () => {
  const argv = ["edit", "web.local", "--no-address", "--no-platform", "--no-credential"];
  expect((await host(...argv)).out).toBe("changed ipAddress, platformName of web.local:2022\n");
  const { out } = await host("show", (await idOf("web.local")) ?? "", "--json");
  expect(JSON.parse(out)).toMatchObject({ address: null, platform: null, credential: null });
});

test("edit does not move a host to where the server is set not to scan, by whichever way that is set", async () => {
  const argv = ["host", "edit", "web.local", "--address", "10.9.0.1"];
  const refused = { code: 1, out: "", err: expect.stringMatching(/may not be scanned: 10\.9\.0\.1/) };
  expect(await installation.run([...argv, "--denied-networks", "10.9.0.0/16"])).toEqual(refused);
  const inside = commandsOn({ ...installation.env, HOSTSCAN_ALLOWED_NETWORKS: "10.0.0.0/16" });
  expect(await inside.run(argv)).toEqual(refused);
});

test("edit says of a host that it takes over what others had stated", async () => {
  expect(await host("edit", "app.local", "--credential", "lab")).toEqual({
    code: 0,
    out: "changed credential of app.local:22\n",
    err: "note: taken over; cleared ipAddress\n",
  });
});

test("a credential that hosts use is not removed, and they are named", async () => {
  const { db } = installation;
  expect((await installation.run(["credential", "remove", "lab"])).err).toMatch(
    /in use by hosts: app\.local:22\. Give them another, or remove them/,
  );
  const { id } = await db.selectFrom("credential").select("id").executeTakeFirstOrThrow();
  const more = Array.from({ length: 11 }, (_, index) => ({
    ...{ id: crypto.randomUUID(), identity: `host${index}:22`, ssh_port: 22, credential_id: id },
  }));
  await db.insertInto("host").values(more).execute();
  expect((await installation.run(["credential", "remove", id])).err).toMatch(/host\d:22 and 2 others\. Give/);
});

test.each([
  ["nothing to change", ["web.local"], 64, /Say what to change/],
  ["a port that is none", ["web.local", "--port", "65536"], 64, /must be 1 to 65535/],
  ["a port that is no number", ["web.local", "--port", "ssh"], 64, /must be 1 to 65535/],
  ["an address that is none", ["web.local", "--address", "web"], 1, /ipAddress must be an IPv4/],
  ["an unknown host", ["nobody", "--port", "22"], 1, /There is no host nobody/],
])("edit refuses %s", async (_, argv, code, reason) => {
  const refused = await host("edit", ...argv);
  expect(refused).toMatchObject({ code, out: "" });
  expect(refused.err).toMatch(reason);
});
