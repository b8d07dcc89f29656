import { once } from "node:events";
import { connect, createServer } from "node:net";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { acceptorGate, sambaGate, startAcceptor, startSamba } from "@hostscan/scanner/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeTestInstallation } from "./installation-env.ts";
import { clientOf, startServing } from "./running-server.ts";

const gates = [sambaGate(), acceptorGate()] as const;
const gate = gates.find(({ skip }) => skip) ?? gates[0];

const HOST = "win1.ad.hostscan.test";
const PROVED = `HTTP/${HOST}@AD.HOSTSCAN.TEST`;

/** Takes what comes to the port of WS-Man at this address to another port. */
async function forward(address: string, port: number): Promise<void> {
  const server = createServer((socket) => {
    const other = connect(port, "127.0.0.1");
    socket.pipe(other).pipe(socket);
    socket.on("error", () => other.destroy());
    other.on("error", () => socket.destroy());
  });
  server.listen(5985, address);
  await once(server, "listening");
  onTestFinished(() => void server.close());
}

describe.skipIf(gate.skip)(gate.title("a member of a domain, its HTTP a fixture"), () => {
  test("is scanned without TLS by all that names an account of its domain, and known by the name it proves", async () => {
    await using samba = await startSamba();
    await using acceptor = await startAcceptor({
      ports: [{ quiet: true }],
      users: [":local:L0cal-Passw0rd!"],
      kerberos: { configuration: samba.krb5Config, keytab: samba.keytabs.member },
    });
    const ipAddress = samba.address.replace(/\d+$/, "254");
    await forward(ipAddress, acceptor.ports[0] ?? 0);
    const installation = await makeTestInstallation();
    onTestFinished(() => installation.drop());
    const env = { ...installation.env, HOSTSCAN_KRB5_CONFIG: samba.krb5Config };
    const server = await startServing([], { env });
    const client = await clientOf(server.url, installation);

    const add = async (name: string, secret: string, ...more: readonly string[]) => {
      const how = more.includes("--keytab-file") ? [] : ["--password-stdin"];
      const argv = ["credential", "add", name, "--for", "anywhere", ...more, ...how];
      expect(await installation.run(argv, secret)).toMatchObject({ code: 0 });
    };
    const scan = async (credentialName: string) => {
      const request = { platformName: "Windows", dnsHostName: HOST, ipAddress, credentialName } as const;
      const { id = "" } = await client.createJob([request]);
      const { hostScanHostStatus } = await client.waitFor(id, { timeoutMs: 240_000 });
      const { status, failureReason, statusDescription } = hostScanHostStatus?.[0] ?? {};
      return { status, failureReason, statusDescription };
    };

    const good = samba.accounts.scan;
    const realm = "ad.hostscan.test";
    await add("domain", good.password, "--username", good.name, "--domain", realm);
    await add("keytab", "", "--username", `${good.name}@${realm}`, "--keytab-file", samba.keytabs.scan);
    for (const name of ["domain", "keytab"]) {
      expect(await scan(name), name).toMatchObject({
        status: ActionStatus.Complete,
        statusDescription: "Complete: It is a server of the domain corp.example.",
      });
    }

    await add("wrong", "hunter2", "--username", `${good.name}@${realm}`);
    expect(await scan("wrong")).toMatchObject({
      status: ActionStatus.Failed,
      failureReason: ActionFailureReason.AccessDenied,
      statusDescription:
        "Failed: The KDC of AD.HOSTSCAN.TEST refused the login: the secret of the account is another.",
    });

    await add("local", "L0cal-Passw0rd!", "--username", "local");
    expect(await scan("local")).toMatchObject({
      status: ActionStatus.Failed,
      statusDescription: expect.stringContaining("it offers WS-Man without TLS only, which takes an account"),
    });

    const shown = await installation.run(["host", "show", HOST]);
    expect(shown.out).toContain(PROVED);
    const audit = await installation.run(["audit", "--json"]);
    expect(audit.out).toContain(PROVED);
    expect(audit.out).toContain("the KDC of its realm");
    const told = [shown.out, audit.out, (await installation.run(["credential", "list"])).out].join();

    server.child.kill("SIGTERM");
    await server.ended;
    for (const secret of [good.password, "hunter2"])
      expect(told + server.out() + server.err()).not.toContain(secret);
  });
});
