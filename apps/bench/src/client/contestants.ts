import type { MakeCalls } from "./calls.ts";
import { makeCalls as byFetch } from "./contestants/fetch.ts";
import { makeCalls as byHeyApi } from "./contestants/hey-api.ts";
import { makeCalls as byHostscan } from "./contestants/hostscan.ts";
import { makeCalls as byOrval } from "./contestants/orval.ts";

/** The client, the floor under it, and the peers, which are generated from the same document. */
export const contestants = {
  hostscan: byHostscan,
  fetch: byFetch,
  orval: byOrval,
  "hey-api": byHeyApi,
} as const satisfies Record<string, MakeCalls>;

export type Contestant = keyof typeof contestants;

/** The program of `types/programs` that each contestant's bundle holds; bare `fetch` needs nothing. */
export const programs = { hostscan: "client", orval: "orval", "hey-api": "hey-api" } as const;
