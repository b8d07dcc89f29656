import type { HostScanJob } from "@hostscan/client";
import { createLogUpdate } from "log-update";
import type { Io } from "../cli/io.ts";
import { paintFor } from "../show/style.ts";
import type { Display } from "./display.ts";
import { frame } from "./frame.ts";

/** A bar and a table that are drawn over themselves, in the terminal behind stderr. */
export function liveDisplay(io: Pick<Io, "env" | "stderr">): Display {
  const { env, stderr } = io;
  const screen = createLogUpdate(stderr);
  const paint = paintFor(io, stderr);
  const startedAt = performance.now();
  let jobs: readonly HostScanJob[] = [];
  let paused = false;

  const draw = () => {
    if (paused || jobs.length === 0) return;
    const size = { columns: stderr.columns ?? 80, rows: stderr.rows ?? 24 };
    screen(frame(jobs, performance.now() - startedAt, size, { env, paint }));
  };
  const clock = setInterval(draw, 1_000);
  stderr.on("resize", draw);

  return {
    update(now) {
      jobs = now;
      draw();
    },
    pause() {
      paused = true;
      // It stays to be read while one decides.
      screen.done();
    },
    resume() {
      paused = false;
      draw();
    },
    end() {
      clearInterval(clock);
      stderr.off("resize", draw);
      screen.clear();
      screen.done();
    },
  };
}
