import { ActionFailureReason, ActionStatus, type HostScanHost, nameOf } from "@hostscan/client";
import { plainText } from "../cli/plain-text.ts";
import type { Paint } from "./style.ts";

/** A host as people call it. */
export function hostLabel(host: HostScanHost): string {
  return plainText(host.dnsHostName || host.ipAddress || host.name || host.hostId) || "-";
}

/** A status for people. */
export function statusName(status: HostScanHost["status"]): string {
  // What is neither a number nor a name is shown as it came.
  return plainText(typeof status === "object" ? status : nameOf(ActionStatus, status)) || "-";
}

/** What a host's scan came to: its system, or why there is none. */
function resultOf(host: HostScanHost): string {
  if (host.status === ActionStatus.Complete) {
    return [systemOf(host), remarkOf(host)].filter(Boolean).join("; ") || "-";
  }
  if (host.status !== ActionStatus.Failed) return remarkOf(host) || "-";
  const reason = host.failureReason ? plainText(nameOf(ActionFailureReason, host.failureReason)) : "";
  return [reason, remarkOf(host)].filter(Boolean).join(": ") || "-";
}

/** Name and version; a server's name of a system often has the version in it. */
function systemOf(host: HostScanHost): string {
  const [os, version] = [plainText(host.os), plainText(host.version)];
  const words = os.split(" ");
  const told = version.split(" ").every((word) => words.includes(word));
  return told || version === "" ? os : `${os} ${version}`.trim();
}

/** What the status says beyond its own name: `Failed: refused` is told beside `Failed`. */
function remarkOf(host: HostScanHost): string {
  const name = statusName(host.status);
  const text = plainText(host.statusDescription);
  if (text.replace(/\.$/, "") === name) return "";
  return text.startsWith(`${name}: `) ? text.slice(name.length + 2) : text;
}

/** The cells of a line for a host: what it is called, where it stands, what came of it. */
export function hostCells(host: HostScanHost, paint: Paint): string[] {
  return [hostLabel(host), paint(statusName(host.status), host.status), resultOf(host)];
}
