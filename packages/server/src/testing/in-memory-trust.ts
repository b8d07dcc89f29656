import { createHash } from "node:crypto";
import { CertificateType, type components } from "@hostscan/contract";
import {
  type CallContext,
  type Caller,
  conflict,
  type InvalidValue,
  invalid,
  notFound,
  type PageAsked,
  type Rejected,
  type Result,
  type SchedulingContext,
  type TrustService,
} from "@hostscan/core";
import { canonicalThumbprint, type KnownHost } from "./hosts.ts";
import { InMemoryInventory } from "./in-memory-inventory.ts";

type Schemas = components["schemas"];
type Key = Schemas["HostScanKey"];
type Trusted = Schemas["HostTrusted"];

const MOST_LINES = 20_000;

const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** What the document says of trust, in memory: a fixture of the port. Hosts show a key by SSH alone. */
export abstract class InMemoryTrust extends InMemoryInventory implements TrustService {
  /** The hosts of a job that the caller sees; undefined where there is none. */
  protected abstract hostsOfJob(jobId: string, caller: Caller): readonly KnownHost[] | undefined;

  async listAwaitingTrust(
    { hostScanJobId, ...asked }: PageAsked & { readonly hostScanJobId?: string },
    { caller }: CallContext,
  ) {
    const of = hostScanJobId === undefined ? undefined : (this.hostsOfJob(hostScanJobId, caller) ?? []);
    const hosts = [...this.hosts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const keys = hosts.filter((host) => of === undefined || of.includes(host)).flatMap(awaiting);
    return this.page(keys, ({ hostId }) => hostId, asked);
  }

  async trustHosts(hosts: readonly Schemas["TrustedHost"][], context: SchedulingContext) {
    return this.once(this.kept.trust, hosts, context, () => {
      const errors = this.trustErrors(hosts);
      if (errors.length > 0) return invalid(errors);
      return ok(hosts.flatMap(({ hostId }) => this.trust(this.hosts.get(hostId.toLowerCase()))));
    });
  }

  async reviewTrust(jobId: string, { caller }: CallContext): Promise<Result<Schemas["TrustReview"]>> {
    const hosts = this.hostsOfJob(jobId, caller);
    return hosts ? ok(this.review(hosts)) : noJob(jobId);
  }

  async trustReviewed(jobId: string, { code }: Schemas["TrustReviewCode"], context: SchedulingContext) {
    return this.once<Trusted[]>(this.kept.reviewed, [jobId.toLowerCase(), code], context, () => {
      const hosts = this.hostsOfJob(jobId, context.caller);
      if (hosts === undefined) return noJob(jobId);
      if (this.review(hosts).code !== code)
        return conflict("What the hosts have shown is not what was reviewed: review it again.");
      return ok(hosts.filter((host) => awaiting(host).length > 0).flatMap((host) => this.trust(host)));
    });
  }

  async trustKnownHosts({ knownHosts, hostIds }: Schemas["KnownHosts"], context: SchedulingContext) {
    return this.once(this.kept.knownHosts, [knownHosts, hostIds], context, () => {
      const lines = knownHosts.split("\n").map((text, index) => ({ line: index + 1, words: wordsOf(text) }));
      if (lines.length > MOST_LINES + 1)
        return invalid([{ path: "/knownHosts", message: `must have at most ${MOST_LINES} lines` }]);
      const bad = lines.filter(({ words: [first] }) => first?.startsWith("@") === false).filter(isBad);
      const unknown = (hostIds ?? []).flatMap((id, index) =>
        this.hosts.has(id.toLowerCase())
          ? []
          : [{ path: `/hostIds/${index}`, message: `names no host: ${id}` }],
      );
      const wrong = bad.map(({ line }) => ({ path: "/knownHosts", message: `line ${line} is none` }));
      if (wrong.length + unknown.length > 0) return invalid([...wrong, ...unknown]);
      const names = lines.flatMap(({ words: [first = ""] }) => first.split(","));
      const meant = [...this.hosts.values()].filter(
        (host) => (hostIds?.includes(host.id) ?? true) && namesOf(host).some((name) => names.includes(name)),
      );
      return ok({
        hosts: [],
        mismatches: meant.flatMap((host) =>
          host.shown === undefined
            ? []
            : [{ ...named(host), discoveredThumbprint: host.shown, isRevoked: false }],
        ),
        silentHosts: meant.filter(({ shown }) => shown === undefined).map((host) => named(host).hostName),
        authorityLines: lines.filter(({ words }) => words[0] === "@cert-authority").map(({ line }) => line),
      });
    });
  }

  /** What is wrong with hosts that are to be trusted. */
  protected trustErrors(hosts: readonly Schemas["TrustedHost"][]): InvalidValue[] {
    const ids = hosts.map(({ hostId }) => hostId.toLowerCase());
    return hosts.flatMap(({ thumbprint, certificateType }, index): InvalidValue[] => {
      const host = this.hosts.get(ids[index] ?? "");
      if (host === undefined) return [{ path: `/${index}/hostId`, message: "names no host" }];
      const first = ids.indexOf(ids[index] ?? "");
      if (first < index) return [{ path: `/${index}`, message: `names the same host as /${first}` }];
      const isShown =
        host.shown === canonicalThumbprint(thumbprint) &&
        (certificateType ?? CertificateType.SSH) === CertificateType.SSH;
      return isShown ? [] : [{ path: `/${index}/thumbprint`, message: "is none that the host has shown" }];
    });
  }

  private trust(host: KnownHost | undefined): Trusted[] {
    if (host?.shown === undefined) return [];
    const formerThumbprint = host.settings.trustedThumbprint ?? null;
    host.settings = { ...host.settings, trustedThumbprint: host.shown };
    return [
      {
        ...named(host),
        certificateType: CertificateType.SSH,
        trustedThumbprint: host.shown,
        formerThumbprint,
      },
    ];
  }

  private review(hosts: readonly KnownHost[]): Schemas["TrustReview"] {
    const keys = hosts.flatMap(awaiting).map(({ firstSeenTimeUtc: _, lastSeenTimeUtc: __, ...key }) => key);
    const text = keys.map(({ hostId, discoveredThumbprint }) => `${hostId} ${discoveredThumbprint}`).sort();
    return {
      code: createHash("sha256").update(text.join("\n")).digest("hex").slice(0, 16),
      keys,
      trusted: hosts.filter(({ shown, settings }) => shown && shown === settings.trustedThumbprint).length,
      silentHosts: hosts.filter(({ shown }) => shown === undefined).map((host) => named(host).hostName),
    };
  }
}

const named = ({ id, identity }: KnownHost) => ({ hostId: id, hostName: identity.replace(" ", ":") });

/** What a host has shown and that is not trusted. */
function awaiting(host: KnownHost): Key[] {
  const { shown, settings } = host;
  const { trustedThumbprint = null } = settings;
  if (shown === undefined || shown === trustedThumbprint) return [];
  const seen = { firstSeenTimeUtc: null, lastSeenTimeUtc: null };
  return [
    {
      ...{ ...named(host), certificateType: CertificateType.SSH, discoveredThumbprint: shown },
      ...{ algorithm: "ssh-ed25519", trustedThumbprint, ...seen },
    },
  ];
}

const wordsOf = (text: string): string[] =>
  text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");

const isBad = ({ words }: { readonly words: readonly string[] }): boolean =>
  words.length < 3 && words[0]?.startsWith("#") === false;

/** As OpenSSH writes the names of a host. */
function namesOf({ identity }: KnownHost): string[] {
  const [name = "", port] = identity.split(" ");
  return [port === "22" ? name : `[${name}]:${port}`];
}

const noJob = (jobId: string): Rejected => notFound(`No host scan job has the id ${jobId.toLowerCase()}.`);
