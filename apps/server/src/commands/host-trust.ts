import type { TrustRecord } from "@hostscan/engine";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags } from "./administer.ts";
import { systemUser } from "../installation/system-user.ts";
import { withAlgorithm } from "./trust-cells.ts";

/** Flags of `host trust`. */
export interface TrustFlags extends Flags {
  readonly protocol: TrustRecord["protocol"];
  readonly thumbprint?: string;
  readonly json?: true;
}

/** Trusts what a host showed last, and prints what that is. */
export async function trustHost(io: Io, hostId: string, flags: TrustFlags): Promise<void> {
  const { protocol, thumbprint } = flags;
  const request = { hostId, protocol, by: systemUser(), ...(thumbprint !== undefined && { thumbprint }) };
  const record = accepted(await administer(io, flags, ({ trust }) => trust.accept(request)));
  const key = withAlgorithm(record.pinnedThumbprint, record.pinnedAlgorithm);
  await (flags.json ? printJson(io, record) : print(io, `trusted by ${protocol}: ${key}\n`));
}
