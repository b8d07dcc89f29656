import type { HostScanClient } from "@hostscan/client";
import type { Sshd } from "@hostscan/scanner/testing";
import type { Target } from "../../src/index.ts";
import type { SilentHost } from "./silent-host.ts";
import { onHost } from "./stack.ts";

/** Onboards two hosts, and lends them to the kit together with a scannable and an unresponsive one. */
export async function lend(
  client: HostScanClient,
  credentialId: string,
  sshd: Sshd,
  silent: SilentHost,
): Promise<Required<Pick<Target, "hosts" | "credentialId" | "scannable" | "unresponsive">>> {
  const scannable = (ipAddress: string) => ({
    ...onHost(ipAddress, sshd.port),
    credentialId,
    acceptThumbprintOnFirstDiscovery: true,
  });
  const known = await client.createJob([scannable("127.0.0.2"), scannable("127.0.0.3")]);
  const [first, second] = (known.hostScanHostStatus ?? []).map(({ hostId }) => `${hostId}`);
  if (first === undefined || second === undefined) throw new Error("the hosts were not onboarded");
  return {
    hosts: [first, second],
    credentialId,
    scannable: scannable("127.0.0.4"),
    unresponsive: { ...onHost(silent.ipAddress, silent.sshPort), credentialId },
  };
}
