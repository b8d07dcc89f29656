import {
  isObject,
  type JsonObject,
  member,
  memberObject,
  members,
  type Place,
} from "@hostscan/contract/generate";
import { breaking, compatible, wording } from "./change.ts";
import { checkMembers, type Scope, same } from "./scope.ts";
import { Site } from "./site.ts";

const compared = ["openapi", "info", "servers", "tags", "paths", "components", "security", "externalDocs"];

/** Compares what is not about one operation: servers, security schemes, and what the document says of itself. */
export function compareGround(base: Place<JsonObject>, revision: Place<JsonObject>, scope: Scope): void {
  checkMembers(revision, compared);
  const site = new Site(undefined, "document");
  scope.compareWording(base, revision, ["openapi", "tags", "externalDocs"], site);
  const [before, now] = [base, revision].map((document) => withoutVersion(memberObject(document, "info")));
  if (!same(before, now)) scope.changes.add(site, "info", wording);
  compareServers(base, revision, scope);
  compareSchemes(base, revision, scope);
}

function withoutVersion({ value }: Place<JsonObject>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "version"));
}

function compareServers(base: Place<JsonObject>, revision: Place<JsonObject>, scope: Scope): void {
  const [before, now] = [base, revision].map(serversOf);
  if (!before || !now) return;
  for (const [url, server] of before) {
    const site = new Site(undefined, `server ${url}`);
    const other = now.get(url);
    if (!other) scope.changes.add(site, "removed", breaking("callers at that address find nothing"));
    else if (!same(server, other)) scope.changes.add(site, "description", wording);
  }
  for (const url of now.keys()) {
    if (before.has(url)) continue;
    scope.changes.add(new Site(undefined, `server ${url}`), "new", compatible("callers may use it"));
  }
}

function serversOf(document: Place<JsonObject>): Map<string, JsonObject> {
  const servers = member(document, "servers")?.items() ?? [];
  return new Map(
    servers.map((server) => {
      const place = server.object();
      checkMembers(place, ["url", "description"]);
      return [String(place.value["url"]), place.value];
    }),
  );
}

/** What a security scheme says for people: the format of a bearer token is a hint (OpenAPI 3.1, section 4.8.27). */
const hints = ["description", "bearerFormat"];

/** Compares schemes that both have. Whether one is missed shows where operations use it. */
function compareSchemes(base: Place<JsonObject>, revision: Place<JsonObject>, scope: Scope): void {
  const schemes = (document: Place<JsonObject>) =>
    memberObject(memberObject(document, "components"), "securitySchemes");
  for (const [name, place] of members(schemes(base))) {
    const now = schemes(revision).value[name];
    const site = new Site(undefined, `security scheme ${name}`);
    if (!isObject(now) || same(place.value, now)) continue;
    const isHint = same(withoutHints(place.object().value), withoutHints(now));
    scope.changes.add(
      site,
      isHint ? "description" : "changed",
      isHint ? wording : breaking("callers are refused"),
    );
  }
}

function withoutHints(scheme: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(scheme).filter(([name]) => !hints.includes(name)));
}
