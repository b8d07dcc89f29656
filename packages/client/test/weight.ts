import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.ts";

/** What users take of the client, and what it may weigh. */
export interface Entry {
  readonly name: string;
  /** A module that takes it. */
  readonly source: string;
  /** Bytes; absent where a library that it brings along decides. */
  readonly limit?: number;
}

const client = 'export * from "@hostscan/client"';

/** The client by what is taken of it, the least first. */
export const entries: readonly Entry[] = [
  { name: "the client", source: client, limit: 11_700 },
  { name: "with the sign-in", source: `${client}; export * from "@hostscan/client/sign-in"`, limit: 12_300 },
  { name: "with the validation", source: `${client}; export * from "@hostscan/client/validate"` },
];

/**
 * Bytes of a module after gzip, as a web server would send it, with all it imports.
 *
 * @param folder where its imports are looked up; this package where absent
 */
export async function weightOf(source: string, folder?: string): Promise<number> {
  return gzipSync((await bundle(source, { minify: true, ...(folder && { folder }) })).code, { level: 9 })
    .length;
}
