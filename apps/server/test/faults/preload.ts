import { fileURLToPath } from "node:url";

const MODULES = {
  "jumping clock": new URL("jumping-clock.ts", import.meta.url),
  "peak memory": new URL("report-peak-memory.ts", import.meta.url),
} as const;

/** The environment of a process that runs a module of this folder before its own. */
export function preload(module: keyof typeof MODULES): { readonly NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import=${fileURLToPath(MODULES[module])}` };
}
