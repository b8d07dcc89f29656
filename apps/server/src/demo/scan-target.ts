import { createHostScanClient, type HostScanJob } from "@hostscan/client";
import { ActionStatus } from "@hostscan/contract";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import { accepted } from "../installation/accepted.ts";
import type { RunningServer } from "../serve/run-server.ts";
import type { Progress } from "./progress.ts";
import type { Target } from "./target.ts";

const TOKEN_SECONDS = 600;
const CREDENTIAL = "demo";

/**
 * Scans a target through the client and says what goes on.
 *
 * @throws {CommandFailure} where the scan does not succeed.
 */
export async function scanTarget(
  { url, installation }: RunningServer,
  target: Target,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { tokens, credentials } = installation;
  const issued = await tokens.issue({ name: CREDENTIAL, role: "App", expiresInSeconds: TOKEN_SECONDS });
  accepted(
    await credentials.add({
      name: CREDENTIAL,
      username: target.username,
      scope: ["localhost"],
      ...target.secret,
    }),
  );
  progress.step(`Credential "${CREDENTIAL}" kept, encrypted, for the account ${target.username}.`);

  const client = createHostScanClient({ baseUrl: String(url), token: accepted(issued).token });
  const host = {
    ipAddress: target.host,
    sshPort: target.port,
    trustedThumbprint: target.thumbprint,
    credentialName: CREDENTIAL,
  };
  const { id = "" } = await client.createJob([host], { signal });
  progress.step(`Host scan job ${id} scheduled by the client:`);
  const onProgress = (job: HostScanJob) => progress.state(`  ${job.statusDescription}`);
  showResult(await client.waitFor(id, { signal, onProgress }), progress);
}

function showResult({ status, hostScanHostStatus }: HostScanJob, progress: Progress): void {
  const [host] = hostScanHostStatus ?? [];
  if (status !== ActionStatus.Complete) {
    throw new CommandFailure(ExitCode.Failure, `there is no result. ${host?.statusDescription}`);
  }
  progress.step(`  name     ${host?.name}`);
  progress.step(`  os       ${host?.os}`);
  progress.step(`  version  ${host?.version}`);
  progress.step(`  address  ${host?.ipAddress}`);
}
