import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import type { InventoryService, Page, PageAsked } from "@hostscan/core";
import type { Context } from "hono";
import { contextOf, linkToNext } from "./call-context.ts";
import { type Checks, forCallers, rejected } from "./operation.ts";

/** The items of a page; a `Link` header leads to the next one. */
function pageOf<Item>(
  c: Pick<Context, "header">,
  asked: PageAsked & Readonly<Record<string, string | number>>,
  { items, next }: Page<Item>,
): Item[] {
  if (next !== undefined) c.header("Link", linkToNext(asked, next));
  return [...items];
}

/** The operations that read what scans have found on hosts: HTTP in, one call of the port, HTTP out. */
export function inventoryRoutes(inventory: InventoryService, checks: Checks) {
  const open = forCallers(checks);

  return new OpenAPIHono()
    .openapi(open(routes.GetHosts), async (c) => {
      const asked = c.req.valid("query");
      const found = await inventory.listHosts(asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetHosts, found.rejection);
    })
    .openapi(open(routes.GetHost), async (c) => {
      const found = await inventory.getHost(c.req.valid("param").hostId, contextOf(c));
      return found.ok ? c.json(found.value, 200) : rejected(c, routes.GetHost, found.rejection);
    })
    .openapi(open(routes.GetHostUsers), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const found = await inventory.listEntries(hostId, "users", asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetHostUsers, found.rejection);
    })
    .openapi(open(routes.GetHostGroups), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const found = await inventory.listEntries(hostId, "groups", asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetHostGroups, found.rejection);
    })
    .openapi(open(routes.GetHostServices), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const found = await inventory.listEntries(hostId, "services", asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetHostServices, found.rejection);
    })
    .openapi(open(routes.GetHostScheduledTasks), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const found = await inventory.listEntries(hostId, "scheduledTasks", asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetHostScheduledTasks, found.rejection);
    })
    .openapi(open(routes.GetHostFeatures), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const found = await inventory.listEntries(hostId, "features", asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetHostFeatures, found.rejection);
    })
    .openapi(open(routes.GetUsers), async (c) => {
      const asked = c.req.valid("query");
      const found = await inventory.listAccounts(asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetUsers, found.rejection);
    })
    .openapi(open(routes.GetChanges), async (c) => {
      const asked = c.req.valid("query");
      const found = await inventory.listChanges(asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetChanges, found.rejection);
    });
}
