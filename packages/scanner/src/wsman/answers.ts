import type { ReportedFacts } from "../facts/facts.ts";
import { child, type Element, textOf } from "./envelope.ts";
import { windowsName } from "./windows-releases.ts";

/** What a host says to Identify: a Windows, or who else made it. */
export type Identity = { readonly windows: ReportedFacts } | { readonly vendor: string };

/**
 * Reads an IdentifyResponse. Windows tells its version (`OS: 10.0.20348 SP: 0.0 Stack: 3.0`) only to those whom it
 * knows; to others it says `OS: 0.0.0`, and the version read is empty.
 */
export function readIdentity(body: Element | undefined): Identity | undefined {
  const response = child(body, "IdentifyResponse");
  const vendor = textOf(response, "ProductVendor");
  if (vendor === undefined) return undefined;
  if (!vendor.startsWith("Microsoft")) return { vendor };
  const [, version = "", build = ""] =
    /^OS: (\d+\.\d+\.(\d+)) SP: /.exec(textOf(response, "ProductVersion") ?? "") ?? [];
  const known = Number(build) > 0;
  return { windows: { os: windowsName(Number(build)), version: known ? version : "" } };
}

/** Reads a Win32_OperatingSystem. */
export function readOperatingSystem(body: Element | undefined): ReportedFacts | undefined {
  const system = child(body, "Win32_OperatingSystem");
  const version = textOf(system, "Version");
  if (version === undefined) return undefined;
  const os = textOf(system, "Caption") || windowsName(Number(textOf(system, "BuildNumber")));
  return { name: textOf(system, "CSName"), os, version };
}

/** The name of a fault, without its prefix: `AccessDenied` (DSP0226). The subcode says more than the code. */
export function readFault(body: Element | undefined): string | undefined {
  const code = child(child(body, "Fault"), "Code");
  const name = textOf(child(code, "Subcode"), "Value") ?? textOf(code, "Value");
  return name?.slice(name.indexOf(":") + 1);
}
