import { matches, type RegisteredRoute } from "./allowed-methods.ts";

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
