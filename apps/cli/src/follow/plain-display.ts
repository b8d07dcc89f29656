import { ActionStatus, type HostScanJob } from "@hostscan/client";
import type { Io } from "../cli/io.ts";
import { countHosts, countsText, finishedOf, hostsOf } from "../show/counts.ts";
import { hostCells } from "../show/host-cells.ts";
import type { Display } from "./display.ts";

/** Steps in which progress is told, of all hosts: so that a log of 10,000 hosts stays readable. */
const STEPS = 10;

const unpainted = (text: string) => text;

/** Lines on stderr: one for each step on the way, and one for each host that has failed. */
export function plainDisplay({ stderr }: Pick<Io, "stderr">): Display {
  const told = new Set<string>();
  let lastStep = 0;

  function failures(job: HostScanJob): string[] {
    return hostsOf([job]).flatMap((host, index) => {
      const key = `${job.id} ${index}`;
      if (host.status !== ActionStatus.Failed || told.has(key)) return [];
      told.add(key);
      return [hostCells(host, unpainted).join("  ")];
    });
  }

  return {
    update(jobs) {
      const lines = jobs.flatMap(failures);
      const counts = countHosts(jobs);
      const step = counts.all === 0 ? 0 : Math.floor((finishedOf(counts) / counts.all) * STEPS);
      if (step > lastStep) lines.push(`${finishedOf(counts)}/${counts.all}  ${countsText(counts)}`);
      lastStep = step;
      if (lines.length > 0) stderr.write(`${lines.join("\n")}\n`);
    },
    pause() {},
    resume() {},
    end() {},
  };
}
