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
import type { HostEntries, HostSection, InventoryService, Page, PageAsked, Result } from "@hostscan/core";
import { z } from "zod";
import type { DeclaredAnswers } from "../examples/declared-answers.ts";
import { success } from "../examples/successes.ts";

/** What the document's examples show of hosts. Filters are passed over; a host is known where an example has it. */
export function createMockInventory(answers: DeclaredAnswers): InventoryService {
  const hosts = success(answers, "GetHosts", z.array(HostScanHost));
  const entries: { readonly [Section in HostSection]: readonly HostEntries[Section][] } = {
    users: success(answers, "GetHostUsers", z.array(HostScanUser)),
    groups: success(answers, "GetHostGroups", z.array(HostScanGroup)),
    services: success(answers, "GetHostServices", z.array(HostScanService)),
    scheduledTasks: success(answers, "GetHostScheduledTasks", z.array(HostScanScheduledTask)),
    features: success(answers, "GetHostFeatures", z.array(HostScanFeature)),
  };
  const accounts = success(answers, "GetUsers", z.array(HostScanAccount));
  const changes = success(answers, "GetChanges", z.array(HostScanChange));
  const known = (hostId: string) => hosts.find(({ id }) => id === hostId.toLowerCase());
  const noHost = (hostId: string): Result<never> => {
    const there = hosts.map(({ id }) => id).join(", ");
    return {
      ok: false,
      rejection: { kind: "not-found", detail: `No host has the id ${hostId}; the examples have ${there}.` },
    };
  };
  return {
    listHosts: async (asked) => page(hosts, asked),
    async getHost(hostId) {
      const host = known(hostId);
      return host ? { ok: true, value: host } : noHost(hostId);
    },
    async listEntries(hostId, section, asked) {
      const host = known(hostId);
      if (host === undefined) return noHost(hostId);
      return page(
        entries[section].filter((entry) => entry.hostId === host.id),
        asked,
      );
    },
    listAccounts: async (asked) => page(accounts, asked),
    listChanges: async (asked) => page(changes, asked),
  };
}

/** A page of a list; its cursor is the place where the next one begins. */
export function page<Item>(items: readonly Item[], { limit, after }: PageAsked): Result<Page<Item>> {
  const start = after === undefined ? 0 : Number(/^\d{1,4}$/.exec(after)?.[0] ?? Number.NaN);
  if (!(start < items.length || start === 0)) {
    const errors = [{ path: "after", message: "is not a cursor of this list" }];
    return { ok: false, rejection: { kind: "invalid", detail: "The request is invalid.", errors } };
  }
  const end = start + limit;
  return {
    ok: true,
    value: { items: items.slice(start, end), ...(end < items.length && { next: `${end}` }) },
  };
}
