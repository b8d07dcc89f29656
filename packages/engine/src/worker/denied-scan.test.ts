import { lookup } from "node:dns/promises";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { expect, test } from "vitest";
import { accepted, context, startEngine } from "../../test/start-engine.ts";
import { parseNetwork } from "../networks/network.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";

const { Failed } = ActionStatus;

test("a name that leads to denied addresses only is not connected to, and not tried again (fixture port)", async () => {
  await using engine = await startEngine();
  let connections = 0;
  await using host = await startFixtureTcpServer(() => {
    connections += 1;
  });
  const denied = ["127.0.0.0/8", "::1/128"].map((text) => parseNetwork(text) ?? expect.fail(text));
  await engine.startWorker({ networks: createScanNetworks({ denied }), retryDelaysSeconds: [0, 0] });
  const credentialId = await engine.addCredential("linux");
  const request = { dnsHostName: "localhost", sshPort: host.port, credentialId };
  const { id } = accepted(await engine.jobs.createJob([request], context));
  const { hostScanHostStatus } = await engine.until(id, ({ status }) => status === Failed);
  const addresses = (await lookup("localhost", { all: true, order: "verbatim" })).map(
    ({ address }) => address,
  );
  expect(hostScanHostStatus).toMatchObject([
    {
      failureReason: ActionFailureReason.FailedToConnect,
      statusDescription: `Failed: It is not allowed to connect to ${addresses.join(", ")}.`,
    },
  ]);
  expect(engine.lines.of("scan finished")).toHaveLength(1);
  expect(connections).toBe(0);
});
