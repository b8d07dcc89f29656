import type { ReportedFacts } from "./facts.ts";
import { parseAssignments, parseOsRelease } from "./os-release.ts";
import type { Section } from "./unix-script.ts";

/** What system a host runs, of its {@link ReportedFacts}. */
type System = Omit<ReportedFacts, "name">;

/** The lines of a part of the answer, none blank; none where the system has nothing to say there. */
type Read = (section: Section) => readonly string[];

interface Kernel {
  readonly name: string;
  readonly release: string;
  readonly version: string;
}

/** What system has answered: by the source that tells most of it, of those that it has. */
export function systemOf(read: Read): System | undefined {
  const [name = "", release = ""] = read("uname").join(" ").split(" ");
  const kernel = { name, release, version: read("kernel-version")[0] ?? "" };
  return (
    fromOsRelease(read, kernel) ??
    fromMacOs(read("sw_vers")) ??
    fromIbm(read("oslevel"), kernel) ??
    fromSynology(read("synology")) ??
    fromReleaseFile(read("release"), kernel) ??
    fromLsbRelease(read("lsb-release")) ??
    fromDebian(read("debian"), kernel) ??
    (name === "" ? undefined : { os: name === "VMkernel" ? "VMware ESXi" : name, version: release })
  );
}

/**
 * Some have no VERSION_ID but a VERSION (XenServer 7.6), or tell it in the Linux Standard Base's file (Manjaro), and
 * rolling distributions have neither: the kernel's release stands in. Of a version that goes on elsewhere (CentOS: `7`
 * and `7.9.2009`, Debian: `12` and `12.7`, Fedora CoreOS: `39` and `39.20240309.3.0`) the longer one is told.
 */
function fromOsRelease(read: Read, kernel: Kernel): System | undefined {
  const values = parseOsRelease(read("os-release"));
  const os = values.get("PRETTY_NAME") || values.get("NAME");
  if (!os) return undefined;
  const version =
    values.get("VERSION_ID") ||
    versionIn(values.get("VERSION") ?? "") ||
    versionIn(parseOsRelease(read("lsb-release")).get("DISTRIB_RELEASE") ?? "") ||
    kernel.release;
  const longer = [read("release")[0], read("debian")[0], values.get("OSTREE_VERSION")]
    .map((text) => versionIn(text ?? ""))
    .find((each) => each?.startsWith(`${version}.`));
  return { os: withVariant(os, values.get("VARIANT")), version: longer ?? version };
}

/** Most say in their name what variant they are. */
function withVariant(os: string, variant: string | undefined): string {
  return variant && !os.toLowerCase().includes(variant.toLowerCase()) ? `${os} (${variant})` : os;
}

/** `ProductName:\t\tmacOS`, `ProductVersion:\t\t14.4.1`. */
function fromMacOs(lines: readonly string[]): System | undefined {
  const read = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
  const os = read("ProductName")?.trim();
  return os ? { os, version: read("ProductVersion")?.trim() ?? "" } : undefined;
}

/** Both tell the version's first part as the version of their kernel, and the second as its release. */
function fromIbm([level]: readonly string[], { name, release, version }: Kernel): System | undefined {
  const both = /^\d+$/.test(version) ? `${version}.${release}` : release;
  if (name === "OS400") return { os: "IBM i", version: both };
  return name === "AIX" ? { os: name, version: level ?? both } : undefined;
}

/** DSM and the routers' SRM have a file of their own, in a shell's assignments (`productversion="7.2.1"`). */
function fromSynology(lines: readonly string[]): System | undefined {
  const values = parseAssignments(lines);
  const major = values.get("majorversion");
  if (major === undefined) return undefined;
  const version = values.get("productversion") || `${major}.${values.get("minorversion") || "0"}`;
  // Before it told its name, DSM was past its first version, and SRM was not.
  const name = values.get("os_name") || (major === "1" ? "SRM" : "DSM");
  return { os: `Synology ${name}`, version };
}

/**
 * A line of prose: `CentOS release 6.10 (Final)`, `Oracle Solaris 11.3 X86`, `SmartOS x86_64`. SUSE's has more:
 * `VERSION = 11`, `PATCHLEVEL = 4`.
 */
function fromReleaseFile(lines: readonly string[], kernel: Kernel): System | undefined {
  const [os] = lines;
  if (os === undefined) return undefined;
  const [version, level] = ["VERSION", "PATCHLEVEL"].map((name) => assigned(lines, name));
  if (version !== undefined) return { os, version: level && level !== "0" ? `${version}.${level}` : version };
  // SmartOS: an image of the day, with no release but that.
  const image = /^joyent_(\S+)$/.exec(kernel.version)?.[1];
  return { os, version: versionIn(os) ?? image ?? kernel.release };
}

/** The Linux Standard Base's file, where that is all there is. */
function fromLsbRelease(lines: readonly string[]): System | undefined {
  const values = parseOsRelease(lines);
  const [id, version = ""] = [values.get("DISTRIB_ID"), values.get("DISTRIB_RELEASE")];
  const os = values.get("DISTRIB_DESCRIPTION") || (id && `${id} ${version}`.trim());
  return os ? { os, version } : undefined;
}

/** Debian before its seventh release. */
function fromDebian([version]: readonly string[], kernel: Kernel): System | undefined {
  return version === undefined
    ? undefined
    : { os: "Debian GNU/Linux", version: versionIn(version) ?? kernel.release };
}

function assigned(lines: readonly string[], name: string): string | undefined {
  const line = lines.find(
    (each) => each.startsWith(name) && each.slice(name.length).trimStart().startsWith("="),
  );
  return line?.slice(line.indexOf("=") + 1).trim();
}

/**
 * The first version in a text: a word of its own, not a part of one (`x86_64`, `64-bit`) and no date (`8/11`); of one
 * with dots, what it is called behind a dash is left out (`2.4.5-RELEASE`). Some number their releases behind a letter:
 * the illumos distributions (`r151048` of version 11, `oi_151.1.8`), Check Point (`R81.20`) and ALT (`p10`).
 */
function versionIn(text: string): string | undefined {
  const words = text.split(/[\s(),"]/);
  const found = (pattern: RegExp) => words.flatMap((word) => pattern.exec(word)?.[1] ?? [])[0];
  return (
    found(/^(r\d{6}[a-z]{0,2}|oi_\d[\w.]*)$/) ??
    found(/^[vV]?(\d+(?:\.\d+)*$|\d+(?:\.\d+)+(?=[-+~]))/) ??
    found(/^([Rp]\d+(?:\.\d+)*)$/)
  );
}
