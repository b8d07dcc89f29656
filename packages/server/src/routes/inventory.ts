import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import {
  HostScanAccount,
  HostScanChange,
  HostScanFeature,
  HostScanGroup,
  HostScanHost,
  HostScanScheduledTask,
  HostScanService,
  HostScanUser,
} from "@hostscan/contract/schemas";
import type { InventoryService, PageAsked } from "@hostscan/core";
import { contextOf, pageOf } from "./call-context.ts";
import { streamed } from "./list-stream.ts";
import { type Checks, forCallers, rejected } from "./operation.ts";

/** The operations that read what scans have found on hosts: HTTP in, one call of the port, HTTP out. */
export function inventoryRoutes(inventory: InventoryService, checks: Checks) {
  const open = forCallers(checks);

  return new OpenAPIHono()
    .openapi(open(routes.GetHosts), async (c) => {
      const asked = c.req.valid("query");
      const read = (page: object) => inventory.listHosts({ ...asked, ...page }, contextOf(c));
      const found = await read({});
      if (!found.ok) return rejected(c, routes.GetHosts, found.rejection);
      const list = { item: HostScanHost, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    })
    .openapi(open(routes.GetHost), async (c) => {
      const found = await inventory.getHost(c.req.valid("param").hostId, contextOf(c));
      return found.ok ? c.json(found.value, 200) : rejected(c, routes.GetHost, found.rejection);
    })
    .openapi(open(routes.GetHostUsers), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const read = (page: PageAsked) => inventory.listEntries(hostId, "users", page, contextOf(c));
      const found = await read(asked);
      if (!found.ok) return rejected(c, routes.GetHostUsers, found.rejection);
      const list = { item: HostScanUser, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    })
    .openapi(open(routes.GetHostGroups), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const read = (page: PageAsked) => inventory.listEntries(hostId, "groups", page, contextOf(c));
      const found = await read(asked);
      if (!found.ok) return rejected(c, routes.GetHostGroups, found.rejection);
      const list = { item: HostScanGroup, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    })
    .openapi(open(routes.GetHostServices), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const read = (page: PageAsked) => inventory.listEntries(hostId, "services", page, contextOf(c));
      const found = await read(asked);
      if (!found.ok) return rejected(c, routes.GetHostServices, found.rejection);
      const list = { item: HostScanService, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    })
    .openapi(open(routes.GetHostScheduledTasks), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const read = (page: PageAsked) => inventory.listEntries(hostId, "scheduledTasks", page, contextOf(c));
      const found = await read(asked);
      if (!found.ok) return rejected(c, routes.GetHostScheduledTasks, found.rejection);
      const list = { item: HostScanScheduledTask, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    })
    .openapi(open(routes.GetHostFeatures), async (c) => {
      const asked = c.req.valid("query");
      const { hostId } = c.req.valid("param");
      const read = (page: PageAsked) => inventory.listEntries(hostId, "features", page, contextOf(c));
      const found = await read(asked);
      if (!found.ok) return rejected(c, routes.GetHostFeatures, found.rejection);
      const list = { item: HostScanFeature, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    })
    .openapi(open(routes.GetUsers), async (c) => {
      const asked = c.req.valid("query");
      const read = (page: object) => inventory.listAccounts({ ...asked, ...page }, contextOf(c));
      const found = await read({});
      if (!found.ok) return rejected(c, routes.GetUsers, found.rejection);
      const list = { item: HostScanAccount, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    })
    .openapi(open(routes.GetChanges), async (c) => {
      const asked = c.req.valid("query");
      const read = (page: object) => inventory.listChanges({ ...asked, ...page }, contextOf(c));
      const found = await read({});
      if (!found.ok) return rejected(c, routes.GetChanges, found.rejection);
      const list = { item: HostScanChange, asked, more: read };
      return streamed(c, checks, found.value, list) ?? c.json(pageOf(c, asked, found.value), 200);
    });
}
