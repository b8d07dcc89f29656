import { servedDocument } from "@hostscan/contract/document";
import { Spectral } from "@stoplight/spectral-core";
import owasp from "@stoplight/spectral-owasp-ruleset";
import { oas } from "@stoplight/spectral-rulesets";

/** Rules that the document is not judged by, and why. */
const EXCEPTIONS = {
  // The licence is named by its SPDX identifier, which OpenAPI 3.1 has beside `url`, and not with it.
  "license-url": "off",
  // Whoever runs a server is asked, and not the project: there is no address for the callers of all servers.
  "contact-properties": "off",
  // Tags are in the order in which a reader wants them.
  "openapi-tags-alphabetical": "off",
  // Texts for people, in answers: nothing is allocated by a caller's will.
  "owasp:api4:2023-string-limit": "off",
  // Names of hosts, systems and credentials are anybody's words: a pattern would refuse some of them.
  "owasp:api4:2023-string-restricted": "off",
  // The integers without limits are enumerations, whose values are listed.
  "owasp:api4:2023-integer-limit": "off",
  // A code of six digits has its limits, which are narrower than a format.
  "owasp:api4:2023-integer-format": "off",
  // The user id of a Unix account is a number that the host has given, and opens nothing.
  "owasp:api1:2023-no-numeric-ids": "off",
  // Told with 429 alone, by RateLimit and RateLimit-Policy, so that no caller learns of others from other answers.
  "owasp:api4:2023-rate-limit": "off",
  // No browser of another origin is to read answers, but where an operator admits one.
  "owasp:api8:2023-define-cors-origin": "off",
  // The embedded server, on the machine it runs on, has no TLS; it listens on the loopback address alone.
  "owasp:api8:2023-no-server-http": "off",
  // Signing in is what a caller without a token does.
  "owasp:api2:2023-write-restricted": "off",
  // Whether a token's signature is verified as RFC 8725 wants it is a matter of the server's documents.
  "owasp:api2:2023-jwt-best-practices": "off",
  // Servers are the callers' own; the addresses are the defaults of each.
  "owasp:api9:2023-inventory-access": "off",
  "owasp:api9:2023-inventory-environment": "off",
} as const;

/** What a judge finds in the document as it is served: the rule, the place, and the words. */
export async function spectralFindings(
  document: object = servedDocument(),
  exceptions: Readonly<Record<string, "off">> = EXCEPTIONS,
): Promise<string[]> {
  const spectral = new Spectral();
  spectral.setRuleset({
    extends: [
      [{ ...oas, extends: [] }, "all"],
      [owasp, "all"],
    ],
    rules: { ...exceptions },
  });
  const found = await spectral.run(JSON.parse(JSON.stringify(document)));
  return found.map(({ code, path, message }) => `${code} ${path.join("/")}: ${message}`);
}

/** The names of the rules that are excepted. */
export const exceptedRules: readonly string[] = Object.keys(EXCEPTIONS);
