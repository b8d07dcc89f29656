import { type HostRequest, invalid, type Result, type SchedulingContext } from "@hostscan/core";
import { defaults, InMemoryJobs, type KnownHost, type Onboarder } from "@hostscan/server/testing";
import { eachHost, hostsIn, isCreate, model, overlooks } from "./jobs.ts";
import { type BrokenPromise, breaks, changingJson, instead, problem, resent, rowsOf } from "./mutant.ts";

const at = (member: string, says = "") =>
  overlooks(
    ({ path, message }) =>
      path.endsWith(member) && message.includes(says) && !message.includes("what the host has"),
  );

/** Knows hosts by something else. */
const knowsBy = (rewrite: (request: HostRequest) => HostRequest) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override createJob(requests: readonly HostRequest[], context: SchedulingContext) {
          return super.createJob(requests.map(rewrite), context);
        }
      })(),
  );

const partial = (answer: (made: () => void, refusal: Result<never>) => Result<never>) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override async createJob(requests: readonly HostRequest[], context: SchedulingContext) {
          const wrong = this.errorsOf(requests, context.caller);
          const good = requests.filter(
            (_, i) => !wrong.some(({ path }) => path === `/${i}` || path.startsWith(`/${i}/`)),
          );
          if (wrong.length === 0 || good.length === 0) return super.createJob(requests, context);
          const hosts = () => good.map((request) => this.onboard(request, context.caller));
          return answer(() => void this.schedule(hosts(), context.caller), invalid(wrong));
        }
      })(),
  );

export const brokenCreating: readonly BrokenPromise[] = [
  ...breaks("name-before-address", {
    "found by either": model(
      () =>
        new (class extends InMemoryJobs {
          protected override known(request: HostRequest) {
            const { dnsHostName, ipAddress } = request;
            const at = (address: string) =>
              [...this.hosts.values()].find(({ settings }) => settings.ipAddress === address);
            return super.known(request) ?? (dnsHostName || !ipAddress ? undefined : at(ipAddress));
          }
        })(),
    ),
  }),
  ...breaks("create-whole-or-not", {
    "schedules the good rows, and tells of the bad ones": partial((made, refusal) => {
      made();
      return refusal;
    }),
    "onboards the good rows": model(
      () =>
        new (class extends InMemoryJobs {
          override async createJob(requests: readonly HostRequest[], context: SchedulingContext) {
            const known = await super.createJob(requests, context);
            if (known.ok) return known;
            for (const request of requests)
              if (request.dnsHostName?.startsWith("good")) this.onboard(request, context.caller);
            return known;
          }
        })(),
    ),
    "200 for the good rows": instead((call, forward) => {
      const good = rowsOf(call).filter(({ dnsHostName }) => String(dnsHostName).startsWith("good"));
      return good.length > 0 && isCreate(call.path, call.method)
        ? forward(resent(call, { body: JSON.stringify(good) }))
        : undefined;
    }),
  }),
  ...breaks("create-one-job", {
    "of the first host alone": changingJson((json, { path, method }) =>
      isCreate(path, method) && hostsIn(json)
        ? { ...json, hostScanHostStatus: hostsIn(json)?.slice(0, 1) }
        : undefined,
    ),
  }),
  ...breaks("hosts-in-order", {
    "by their names": changingJson((json) => {
      const hosts = hostsIn(json);
      return (
        hosts && {
          ...json,
          hostScanHostStatus: hosts.toSorted((a, b) =>
            String(a["dnsHostName"]) < String(b["dnsHostName"]) ? -1 : 1,
          ),
        }
      );
    }),
    "the last one first, when read": changingJson((json, { method }) =>
      method === "GET" && hostsIn(json)
        ? { ...json, hostScanHostStatus: hostsIn(json)?.toReversed() }
        : undefined,
    ),
  }),
  ...breaks("job-is-watched", {
    "the id of something else": changingJson((json, { path, method }) =>
      isCreate(path, method) && hostsIn(json) ? { ...json, id: crypto.randomUUID() } : undefined,
    ),
  }),
  ...breaks("name-case-and-dot", {
    "each way of writing is a host": knowsBy((request) =>
      /[A-Z]/.test(request.dnsHostName ?? "")
        ? { ...request, dnsHostName: `upper-${request.dnsHostName}` }
        : request,
    ),
    "the final dot is of the name": knowsBy((request) =>
      request.dnsHostName?.endsWith(".")
        ? { ...request, dnsHostName: `dot-${request.dnsHostName}` }
        : request,
    ),
  }),
  ...breaks("port-default", {
    "0 is a port": knowsBy((request) => (request.sshPort === 0 ? { ...request, sshPort: 1 } : request)),
    "22 is another one than none": knowsBy((request) =>
      request.sshPort === 22 ? { ...request, sshPort: 23 } : request,
    ),
    "null is refused": instead((call) =>
      rowsOf(call).some((row) => row["sshPort"] === null) ? problem(400, "/0/sshPort") : undefined,
    ),
  }),
  ...breaks("port-is-identity", {
    "the port does not matter": knowsBy(({ sshPort: _, ...request }) => request),
    "two ports of a name are one host in a call": instead((call) =>
      rowsOf(call).length === 2 && rowsOf(call)[1]?.["sshPort"] === 2222 ? problem(400, "/1") : undefined,
    ),
  }),
  ...breaks("known-host-keeps", {
    "needs a credential each time": instead((call) =>
      rowsOf(call).some((row) => String(row["credentialId"]).startsWith("00000000")) &&
      isCreate(call.path, call.method)
        ? problem(400, "/0/credentialId")
        : undefined,
    ),
    "forgets what is left out": model(
      () =>
        new (class extends InMemoryJobs {
          override onboard(request: HostRequest, caller: Onboarder): KnownHost {
            const known = this.known(request);
            if (known)
              known.settings = {
                ...defaults,
                credentialId: known.settings.credentialId,
                ipAddress: known.settings.ipAddress,
              };
            return super.onboard(request, caller);
          }
        })(),
    ),
  }),
  ...breaks("record-per-job", {
    "the host's id": eachHost((host) => ({ ...host, hostScanHostId: host["hostId"] })),
    "one for all": eachHost((host) => ({ ...host, hostScanHostId: "c448d5e8-8078-4d92-8dd3-ee29a6c12f9d" })),
  }),
  ...breaks("host-id-stays", {
    "a new one for each scan": changingJson((json, { path, method }) => {
      const hosts = path.startsWith("/ByHostId/") && method === "POST" ? hostsIn(json) : undefined;
      return (
        hosts && {
          ...json,
          hostScanHostStatus: hosts.map((host) => ({ ...host, hostId: crypto.randomUUID() })),
        }
      );
    }),
  }),
  ...breaks("what-is-known", { "nothing but the name": eachHost((host) => ({ ...host, os: null })) }),
  ...breaks("null-until-found", {
    "an empty name": eachHost((host) => ({ ...host, name: host["name"] ?? "" })),
    "the name asked for": eachHost((host) => ({ ...host, name: host["name"] ?? host["dnsHostName"] })),
    "a version of 0": eachHost((host) => ({ ...host, version: host["version"] ?? "0" })),
  }),
  ...breaks("address-only", {
    "the address for a name": eachHost((host) => ({
      ...host,
      dnsHostName: host["dnsHostName"] ?? host["ipAddress"],
    })),
  }),
  ...breaks("thumbprint-forms", {
    "no hexadecimal digits": instead((call) =>
      isCreate(call.path, call.method) &&
      rowsOf(call).some((row) => /^[0-9a-f]{64}$/i.test(String(row["trustedThumbprint"])))
        ? problem(400, "/1/trustedThumbprint")
        : undefined,
    ),
    "no colons": instead((call) =>
      isCreate(call.path, call.method) &&
      rowsOf(call).some((row) => /^[0-9a-f]{2}:/i.test(String(row["trustedThumbprint"])))
        ? problem(400, "/3/trustedThumbprint")
        : undefined,
    ),
  }),
  ...breaks("platforms", {
    "in whatever case": overlooks(({ path }) => path.endsWith("/platformName")),
    "no Cisco": instead((call) =>
      rowsOf(call).some((row) => row["platformName"] === "Cisco") && rowsOf(call).length > 2
        ? problem(400, "/1/platformName")
        : undefined,
    ),
  }),
  ...breaks("row-names-a-host", {
    "takes it": instead((call) =>
      rowsOf(call).some((row) => !row["dnsHostName"] && !row["ipAddress"]) && isCreate(call.path, call.method)
        ? problem(404)
        : undefined,
    ),
  }),
  ...breaks("row-name", { "takes it": at("/dnsHostName") }),
  ...breaks("row-address", { "takes it": at("/ipAddress") }),
  ...breaks("row-platform", { "takes it": at("/platformName") }),
  ...breaks("row-thumbprint", { "takes it": at("/trustedThumbprint") }),
  ...breaks("row-credential-unknown", {
    "takes it": at("/credentialId", "names no"),
    "takes its name": at("/credentialName"),
  }),
  ...breaks("row-credential-disagrees", { "the id goes before the name": at("/credentialName") }),
  ...breaks("new-host-needs-credential", { "takes it without": at("/credentialId", "is needed") }),
  ...breaks("create-names-once", {
    "scans it twice": overlooks(({ message }) => message.includes("same host")),
    "told apart by their letters": instead((call, forward) => {
      const [first, second] = rowsOf(call);
      const differs = String(second?.["dnsHostName"]) === String(first?.["dnsHostName"]).toUpperCase();
      return isCreate(call.path, call.method) && differs
        ? forward(resent(call, { body: JSON.stringify([first]) }))
        : undefined;
    }),
  }),
];
