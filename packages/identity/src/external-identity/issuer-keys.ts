import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import { IssuerOutage } from "./issuer-outage.ts";
import { isTrustworthyUrl } from "./issuer-url.ts";

/** How the issuer is asked, in milliseconds. */
export interface IssuerTimes {
  /** For one answer. */
  readonly timeoutMs: number;
  /** Keys are fetched anew when they are older, so that a key that was withdrawn is noticed. */
  readonly keysMaxAgeMs: number;
  /** For a key that is not known they are fetched at most this often, whatever tokens are sent. */
  readonly unknownKeyMs: number;
  /** After a failure it is left alone for so long, whatever tokens are sent. */
  readonly retryMs: number;
}

const TIMES: IssuerTimes = {
  timeoutMs: 5_000,
  keysMaxAgeMs: 600_000,
  unknownKeyMs: 30_000,
  retryMs: 5_000,
};

/**
 * Finds the keys of an OpenID provider by its discovery document, when the first token asks for one, and follows their
 * rotation. A provider that fails is left alone for a while; keys that are not too old serve meanwhile.
 *
 * @param now a monotonic clock, in milliseconds
 * @returns a function that rejects with {@link IssuerUnavailable} where the provider does not answer, or with jose's error
 * where it has no such key.
 */
export function followIssuerKeys(
  issuer: string,
  times: Partial<IssuerTimes> = {},
  now = () => performance.now(),
): JWTVerifyGetKey {
  const { timeoutMs, keysMaxAgeMs, unknownKeyMs, retryMs } = { ...TIMES, ...times };
  const outage = new IssuerOutage(issuer, retryMs, now);
  let discovery: Promise<JWTVerifyGetKey> | undefined;

  async function discover(): Promise<JWTVerifyGetKey> {
    const url = await discoverKeysUrl(issuer, outage.fetch, timeoutMs);
    return createRemoteJWKSet(url, {
      timeoutDuration: timeoutMs,
      cacheMaxAge: keysMaxAgeMs,
      // For a key that is not known, and after a success only: jose itself would ask a provider that is down each time.
      cooldownDuration: unknownKeyMs,
      [customFetch]: outage.fetch,
    });
  }

  return async (header, token) => {
    // Tokens that come meanwhile share one discovery; one that failed is forgotten.
    discovery ??= discover().catch((error) => {
      discovery = undefined;
      throw error;
    });
    try {
      const findKey = await discovery;
      return await findKey(header, token);
    } catch (error) {
      throw isNoSuchKey(error) ? error : outage.of(error);
    }
  };
}

const isNoSuchKey = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/** Reads the discovery document (OpenID Connect Discovery 1.0, section 4), which must be that of the very issuer (4.3). */
async function discoverKeysUrl(issuer: string, ask: typeof fetch, timeoutMs: number): Promise<URL> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await ask(url, { redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const document: unknown = await response.json();
  if (!isDiscovery(document)) throw new Error(`${url} is no discovery document.`);
  if (document.issuer !== issuer) throw new Error(`${url} is that of another issuer.`);
  if (!isTrustworthyUrl(document.jwks_uri))
    throw new Error(`${url} has its keys where they cannot be trusted.`);
  return new URL(document.jwks_uri);
}

function isDiscovery(value: unknown): value is { readonly issuer: string; readonly jwks_uri: string } {
  if (typeof value !== "object" || value === null) return false;
  return (
    "issuer" in value &&
    typeof value.issuer === "string" &&
    "jwks_uri" in value &&
    typeof value.jwks_uri === "string"
  );
}
