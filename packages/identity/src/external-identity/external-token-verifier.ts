import { type Authentication, externalName, type TokenVerifier } from "@hostscan/core";
import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import type { Logger } from "pino";
import { type Refusal, refuse } from "../tokens/read-token.ts";
import { IssuerOutage, IssuerUnavailable } from "./issuer-outage.ts";
import { isTrustworthyUrl } from "./issuer-url.ts";
import { mappedRole, type RoleMapping } from "./role-mapping.ts";

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
function followIssuerKeys(
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

/** An OpenID provider whose access tokens are accepted beside our own. */
export interface ExternalIssuer {
  /** Its URL, to the letter as in `iss`. */
  readonly issuer: string;
  /** What its tokens must name as their audience: this API. */
  readonly audience: string;
  readonly mapping: RoleMapping;
}

export interface ExternalIssuerOptions extends ExternalIssuer {
  readonly log?: Pick<Logger, "warn">;
  readonly times?: Partial<IssuerTimes>;
  /** A monotonic clock, in milliseconds; the process's where absent. */
  readonly now?: () => number;
}

/** Signatures that only the issuer can make (RFC 8725, section 3.1). A key that everybody may read makes none. */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];

/** By how much the issuer's clock may differ. */
const SKEW_SECONDS = 30;

/** The role of a token that none is mapped to: no operation admits it. */
const NO_ROLE = "none";

/** OpenID Connect Core 1.0, section 2: at most 255 ASCII characters. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/**
 * Accepts an external issuer's tokens beside those that `local` knows. Whose a token is, is told by its `iss` alone, so
 * that ours are verified although the issuer cannot be reached; its own are `unavailable` then, and never sent to `local`.
 */
export function acceptExternal(local: TokenVerifier, options: ExternalIssuerOptions): TokenVerifier {
  const external = createExternalVerifier(options);
  return {
    verify: (token) =>
      claimedIssuer(token) === options.issuer ? external.verify(token) : local.verify(token),
  };
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    // An application key, or nothing at all.
    return undefined;
  }
}

function createExternalVerifier({
  issuer,
  audience,
  mapping,
  log,
  times,
  now,
}: ExternalIssuerOptions): TokenVerifier {
  const findKey = followIssuerKeys(issuer, times, now);
  /** Many tokens may fail in one outage, which is told once. */
  let told: unknown;
  const checks = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: SKEW_SECONDS,
    requiredClaims: ["sub", "exp"],
  };
  return {
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, findKey, checks);
        return verdictOf(issuer, payload, mapping);
      } catch (error) {
        if (error instanceof IssuerUnavailable && error !== told) {
          told = error;
          log?.warn({ err: error }, "external tokens cannot be checked");
        }
        return refuse(reasonOf(error));
      }
    },
  };
}

function reasonOf(error: unknown): Refusal["reason"] {
  if (error instanceof IssuerUnavailable) return "unavailable";
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return "malformed";
  if (error instanceof errors.JOSEError) return "unknown";
  throw error;
}

function verdictOf(issuer: string, claims: JWTPayload, mapping: RoleMapping): Authentication {
  const { sub = "", exp = 0, iat } = claims;
  if (!SUBJECT.test(sub)) return refuse("unknown");
  if (iat !== undefined && iat > Date.now() / 1_000 + SKEW_SECONDS) return refuse("unknown");
  // Under the issuer's name: what it calls its subjects must never be taken for one of ours.
  const caller = {
    subject: `${issuer} ${sub}`,
    name: nameOf(claims, sub),
    role: mappedRole(claims, mapping) ?? NO_ROLE,
    identity: externalName(issuer, sub),
  };
  return { ok: true, caller, expiresAt: new Date(exp * 1_000) };
}

/** For people: who it is, or which application. */
function nameOf(claims: JWTPayload, sub: string): string {
  const candidates = ["preferred_username", "name", "client_id", "azp"].map((claim) => claims[claim]);
  const name = candidates.find((value): value is string => typeof value === "string" && value !== "") ?? sub;
  return name.replaceAll(/\p{C}/gu, "?").slice(0, 200);
}
