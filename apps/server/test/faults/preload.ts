import { fileURLToPath } from "node:url";

/** The environment of a process that runs a module of this folder before its own. */
export function preload(module: string): { readonly NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import=${fileURLToPath(new URL(module, import.meta.url))}` };
}
