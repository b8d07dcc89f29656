import { type CheckContext, given } from "../check.ts";
import { create, ofHosts, untilEnded } from "./job-rules.ts";

export const query = (members: Readonly<Record<string, string>>) => new URLSearchParams(members);

/** Scans the host that is lent, and gives its id. */
export async function scanned(context: CheckContext): Promise<string> {
  const job = await untilEnded(
    context,
    await create(context, [given(context.target.scannable, "scannable host")]),
  );
  return String(ofHosts(job, "hostId")[0]);
}
