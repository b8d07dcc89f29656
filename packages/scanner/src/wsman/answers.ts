import type { ReportedFacts } from "../facts/facts.ts";
import { cleanText } from "../facts/text.ts";
import { child, type Element, textOf } from "./envelope.ts";

/**
 * What Microsoft sells under a build number (learn.microsoft.com: "Windows 10/11 release information", "Windows
 * Server release information"). Server and desktop share most of them, and a build does not tell which it is.
 */
const RELEASES: Readonly<Record<number, string>> = {
  6002: "Windows Vista SP2 or Windows Server 2008 SP2",
  6003: "Windows Server 2008 SP2",
  7600: "Windows 7 or Windows Server 2008 R2",
  7601: "Windows 7 SP1 or Windows Server 2008 R2 SP1",
  9200: "Windows 8 or Windows Server 2012",
  9600: "Windows 8.1 or Windows Server 2012 R2",
  10240: "Windows 10 1507",
  10586: "Windows 10 1511",
  14393: "Windows 10 1607 or Windows Server 2016",
  15063: "Windows 10 1703",
  16299: "Windows 10 1709 or Windows Server 1709",
  17134: "Windows 10 1803 or Windows Server 1803",
  17763: "Windows 10 1809 or Windows Server 2019",
  18362: "Windows 10 1903 or Windows Server 1903",
  18363: "Windows 10 1909 or Windows Server 1909",
  19041: "Windows 10 2004 or Windows Server 2004",
  19042: "Windows 10 20H2 or Windows Server 20H2",
  19043: "Windows 10 21H1",
  19044: "Windows 10 21H2",
  19045: "Windows 10 22H2",
  20348: "Windows Server 2022",
  22000: "Windows 11 21H2",
  22621: "Windows 11 22H2",
  22631: "Windows 11 23H2",
  25398: "Windows Server 23H2",
  26100: "Windows 11 24H2 or Windows Server 2025",
  26200: "Windows 11 25H2",
};

/** The name of a Windows by its build; `Windows` where the build is not known. */
function windowsName(build: number): string {
  return RELEASES[build] ?? "Windows";
}

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

/** Whether a Win32_OperatingSystem is a domain controller's (`ProductType`). */
export function isDomainController(body: Element | undefined): boolean {
  return textOf(child(body, "Win32_OperatingSystem"), "ProductType") === "2";
}

/** What `DomainRole` says of a Win32_ComputerSystem. */
const ROLES = [
  "workstation of the workgroup",
  "workstation of the domain",
  "server of the workgroup",
  "server of the domain",
  "backup domain controller of",
  "primary domain controller of",
] as const;

/** What a computer is in its network, in a clause, as in `server of the domain corp.example`; undefined where it does not say. */
export function readRole(computer: Element | undefined): string | undefined {
  const role = ROLES[Number(textOf(computer, "DomainRole") || Number.NaN)];
  const domain = cleanText(textOf(computer, "Domain") ?? "");
  return role === undefined || domain === "" ? undefined : `${role} ${domain}`;
}
