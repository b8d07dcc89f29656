import { ActionStatus } from "@hostscan/contract";
import type { CallContext } from "@hostscan/core";
import { InMemoryJobs, type Job, type KnownHost, type Onboarder } from "@hostscan/server/testing";
import { expect, test } from "vitest";
import { runKit } from "../src/index.ts";
import { fixtureTarget } from "./fixture-target.ts";

/** Has pages shorter than they may be, scans that begin before the answer, other words, and no reason that is none. */
class Otherwise extends InMemoryJobs {
  override listJobs(page: { readonly limit: number; readonly after?: string }, context: CallContext) {
    return super.listJobs({ ...page, limit: Math.ceil(page.limit / 2) }, context);
  }
  override schedule(hosts: readonly KnownHost[], caller: Onboarder) {
    const job = super.schedule(hosts, caller);
    this.tick();
    return job;
  }
  override show(job: Job) {
    const shown = super.show(job);
    const hosts = (shown.hostScanHostStatus ?? []).map((host) => ({
      ...host,
      failureReason: host.failureReason || null,
      statusDescription: host.status === ActionStatus.Failed ? (host.statusDescription ?? "") : "in Arbeit",
    }));
    return { ...shown, statusDescription: "In Arbeit.", hostScanHostStatus: hosts };
  }
}

/** Every object with members that the document does not know, and, of jobs, without those that are null. */
function grown(json: unknown, name = ""): unknown {
  if (Array.isArray(json)) return json.map((item: unknown) => grown(item));
  if (typeof json !== "object" || json === null || name.startsWith("x-")) return json;
  const isOfJob = "hostScanHostId" in json;
  const members = Object.entries(json).filter(([, value]) => !(isOfJob && value === null));
  return {
    "x-more": { depth: [1, null] },
    ...Object.fromEntries(members.map(([member, value]) => [member, grown(value, member)])),
  };
}

const inOtherWords = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json), (name, value) => {
    if (name === "title") return "Nein";
    if (name === "detail") return "So geht es nicht.";
    return name === "message" ? "ist falsch" : value;
  });

/** The same answer in another dress. */
async function dressed({ url }: Request, response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  const change = (name: string, to: (value: string) => string) => {
    const value = headers.get(name);
    if (value !== null) headers.set(name, to(value));
  };
  headers.set("Vary", "Accept");
  headers.set("ETag", 'W/"1"');
  change("Content-Type", (type) => `${type.split(";")[0]}; charset=utf-8`);
  change("Allow", (methods) => `${methods}, HEAD,OPTIONS`);
  change("WWW-Authenticate", (value) => value.replace(/^Bearer( realm="[^"]*")?/, 'Bearer realm="b c"'));
  // Relative to the page's own address.
  change("Link", (link) => link.replace("<", `<${new URL(url).pathname.split("/").at(-1)}`));
  const text = await response.text();
  if (text === "") return new Response(null, { status: response.status, headers });
  const type = headers.get("Content-Type") ?? "";
  if (type.startsWith("text/csv")) return new Response(text, { status: response.status, headers });
  if (type.startsWith("application/jsonl")) {
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.stringify(grown(JSON.parse(line))));
    return new Response(`${lines.join("\n")}\n`, { status: response.status, headers });
  }
  const json: unknown = JSON.parse(text);
  const body = grown(response.ok ? json : inOtherWords(json));
  return new Response(`${JSON.stringify(body, null, 2)}\n`, { status: response.status, headers });
}

test("finds nothing wrong with a server that keeps to the document in its own way (fixture)", async () => {
  const { findings } = await runKit(fixtureTarget({ memory: new Otherwise(), answer: dressed }));
  expect(findings).toEqual([]);
});
