import type { HostScanJob } from "@hostscan/client";
import { createLogUpdate } from "log-update";
import type { Io } from "../cli/io.ts";
import { paintFor } from "../show/style.ts";
import type { Display } from "./display.ts";
import { frame } from "./frame.ts";

/** A bar and a table that are drawn over themselves, in a terminal. */
export function liveDisplay(io: Pick<Io, "env" | "stdout">): Display {
  const { env, stdout } = io;
  const screen = createLogUpdate(stdout);
  const paint = paintFor(io);
  const startedAt = performance.now();
  let jobs: readonly HostScanJob[] = [];
  let paused = false;

  const draw = () => {
    if (paused || jobs.length === 0) return;
    const size = { columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 };
    screen(frame(jobs, performance.now() - startedAt, size, { env, paint }));
  };
  const clock = setInterval(draw, 1_000);
  stdout.on("resize", draw);

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
      stdout.off("resize", draw);
      screen.clear();
      screen.done();
    },
  };
}
