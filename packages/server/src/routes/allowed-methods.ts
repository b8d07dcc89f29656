/** A route as the router keeps it: a method, and a path with its parameters behind colons. */
export interface RegisteredRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * The methods a path has, for `Allow`; none if there is no such path. A path without parameters goes before one with
 * (OpenAPI, "Path Templating Matching"): `/HostScanJob/ByHostIdMultiple` has only the methods of its own.
 */
export function allowedMethods(routes: readonly RegisteredRoute[], path: string): string[] {
  const matching = routes.filter((route) => matches(route.path, path));
  const exact = matching.filter((route) => route.path === path);
  const methods = new Set((exact.length > 0 ? exact : matching).map((route) => route.method));
  if (methods.has("GET")) methods.add("HEAD");
  if (methods.size > 0) methods.add("OPTIONS");
  return [...methods].sort();
}

/** Whether a path fits a pattern, segment by segment. */
function matches(pattern: string, path: string): boolean {
  const segments = path.split("/");
  const expected = pattern.split("/");
  return (
    segments.length === expected.length &&
    expected.every((name, index) =>
      name.startsWith(":") ? segments[index] !== "" : name === segments[index],
    )
  );
}

/**
 * What a router would take for another path: the methods of a path with parameters, on a path without them that has
 * not got these methods. `GET /HostScanJob/ByHostIdMultiple` is a 405, not the job with the id "ByHostIdMultiple".
 */
export function shadowedRoutes(routes: readonly RegisteredRoute[]): RegisteredRoute[] {
  const fixed = new Set(routes.map(({ path }) => path).filter((path) => !path.includes(":")));
  return [...fixed].flatMap((path) => {
    const own = new Set(routes.filter((route) => route.path === path).map(({ method }) => method));
    const others = routes.filter((route) => matches(route.path, path) && !own.has(route.method));
    return others.map(({ method }) => ({ method, path }));
  });
}
