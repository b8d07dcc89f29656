import { type HostScanHost, type HostScanJob, isFinished } from "@hostscan/client";
import type { Io } from "../cli/io.ts";
import { hostCells, statusName } from "../show/job-lines.ts";
import { plainText } from "../show/plain-text.ts";
import type { Display } from "./display.ts";

const unpainted = (text: string) => text;

/** One line whenever a job's status changes, and one for each host that is finished. */
export function plainDisplay({ stdout }: Pick<Io, "stdout">): Display {
  const told = new Map<string, HostScanHost["status"]>();

  const changed = (key: string, status: HostScanHost["status"]) => {
    if (told.get(key) === status) return false;
    told.set(key, status);
    return true;
  };

  function linesOf(job: HostScanJob): string[] {
    const lines: string[] = [];
    for (const [index, host] of (job.hostScanHostStatus ?? []).entries()) {
      const key = `${job.id} ${host.hostScanHostId ?? index}`;
      if (isFinished(host.status) && changed(key, host.status))
        lines.push(hostCells(host, unpainted).join("  "));
    }
    if (!isFinished(job.status) && changed(job.id, job.status)) {
      lines.push(`Job ${plainText(job.id)}  ${statusName(job.status)}`);
    }
    return lines;
  }

  return {
    update(jobs) {
      const lines = jobs.flatMap(linesOf);
      if (lines.length > 0) stdout.write(`${lines.join("\n")}\n`);
    },
    pause() {},
    resume() {},
    end() {},
  };
}
