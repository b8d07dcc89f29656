import { loadByNode } from "./load-by-node.ts";
import { hasWrk, loadByWrk } from "./load-by-wrk.ts";

/** What a server was made to do. Every call was answered with 200. */
export interface Load {
  readonly calls: number;
  readonly elapsedSeconds: number;
}

/** Calls a server over 32 connections, as fast as it answers. */
export type Loader = (origin: string, token: string, seconds: number) => Promise<Load>;

/** Takes `wrk` where it is installed: it leaves more of the machine to the server than a loader in Node does. */
export async function findLoader(): Promise<{ readonly load: Loader; readonly loaderName: string }> {
  return (await hasWrk()) ? { load: loadByWrk, loaderName: "wrk" } : { load: loadByNode, loaderName: "Node" };
}
