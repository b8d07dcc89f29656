import type { HostScanClient } from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import { pastedWord } from "../cli/plain-text.ts";
import { ID } from "./find-job.ts";

/** The id of a host that is called by it, or by its name or address. @throws {CommandFailure} for none, and for several */
export async function hostCalled(client: HostScanClient, called: string): Promise<string> {
  if (ID.test(called)) return called;
  const found: string[] = [];
  for await (const host of client.listHosts({ name: called }, { pageSize: 2 })) {
    found.push(host.id);
    if (found.length > 1) break;
  }
  const [host, other] = found;
  if (host === undefined) throw new CommandFailure("NotFound", `no host is called "${called}"`);
  if (other === undefined) return host;
  throw new CommandFailure(
    "BadInput",
    `several hosts are called "${called}": see hostscan hosts --name ${pastedWord(called)}, and give an id`,
  );
}
