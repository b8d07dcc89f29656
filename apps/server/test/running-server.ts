import { createHostScanClient, type HostScanClient, type HostScanJobRequest } from "@hostscan/client";
import { z } from "zod";
import type { TestInstallation as WholeInstallation } from "./installation-env.ts";
import { type ProcessOptions, type RunningProcess, startProcess } from "./process.ts";

/** As much of one as a test needs. */
type TestInstallation = Pick<WholeInstallation, "run">;

const announcement = z.object({
  url: z.string().optional(),
  role: z.array(z.string()),
  tokenFile: z.string().optional(),
});

export interface ServingProcess extends RunningProcess {
  readonly url: string;
}

/** Starts `serve` as a process on a free port and waits until it serves. */
export async function startServing(
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ServingProcess> {
  const running = startProcess(["serve", "--json", "--port", "0", ...args], options);
  const { url = "" } = announcement.parse(JSON.parse(await running.firstLine));
  return { ...running, url };
}

/** A client with a token of its own. */
export async function clientOf(url: string, installation: TestInstallation): Promise<HostScanClient> {
  const { out } = await installation.run(["token", "issue", "--name", "test"]);
  return createHostScanClient({ baseUrl: url, token: out.trim() });
}

/** Keeps a credential, named `lab`. */
export async function addLab(
  installation: TestInstallation,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  const argv = ["credential", "add", "lab", "--username", username, "--for", "anywhere", "--password-stdin"];
  const { code, err } = await installation.run(argv, password);
  if (code !== 0) throw new Error(err);
}

/** A request to scan a Linux host with the credential `lab`, whatever its key. */
export function onHost({ host, port }: { readonly host: string; readonly port: number }): HostScanJobRequest {
  return {
    platformName: "Linux",
    ipAddress: host,
    sshPort: port,
    credentialName: "lab",
    acceptThumbprintOnFirstDiscovery: true,
  };
}
