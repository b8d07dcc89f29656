import { routes } from "@hostscan/contract/routes";
import {
  Credential,
  HostScanAccount,
  HostScanChange,
  HostScanFeature,
  HostScanGroup,
  HostScanHost,
  HostScanJobStatus,
  HostScanKey,
  HostScanScheduledTask,
  HostScanService,
  HostScanUser,
  HostTrusted,
  KnownHostsTrusted,
  Token,
  TrustReview,
  ValidatedHostScanJobRequest,
} from "@hostscan/contract/schemas";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Calls } from "../src/calls/calls.ts";
import { load } from "./load.ts";
import { KNOWN, startServer } from "./server.ts";

/** The tools; one needs another zod than the rest. */
const CLIENTS: readonly { readonly tool: string; readonly zod?: string }[] = [
  { tool: "orval-fetch" },
  { tool: "orval-react-query" },
  { tool: "hey-api" },
  { tool: "openapi-fetch" },
  { tool: "swagger-typescript-api" },
  { tool: "oazapfts" },
  { tool: "openapi-zod-client", zod: "zod/v3" },
  { tool: "kubb" },
];

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const jobs = HostScanJobStatus.array();

/** The bodies of the answers of success. */
const BODIES: Readonly<Record<keyof Calls, z.ZodType>> = {
  PostListOfIdsAsync: HostScanJobStatus,
  Get: jobs,
  GetJobStatus: HostScanJobStatus,
  CancelJob: z.unknown(),
  ByHostId: HostScanJobStatus,
  GetJobStatusForHost: HostScanJobStatus,
  ByHostIdMultipleAsync: jobs,
  ScheduleJobsByDnsHostNameMultipleAsync: HostScanJobStatus,
  ValidateImportedCsv: ValidatedHostScanJobRequest.array(),
  GetHosts: HostScanHost.array(),
  GetHost: HostScanHost,
  GetHostUsers: HostScanUser.array(),
  GetHostGroups: HostScanGroup.array(),
  GetHostServices: HostScanService.array(),
  GetHostScheduledTasks: HostScanScheduledTask.array(),
  GetHostFeatures: HostScanFeature.array(),
  GetUsers: HostScanAccount.array(),
  GetChanges: HostScanChange.array(),
  GetAwaitingTrust: HostScanKey.array(),
  TrustHosts: HostTrusted.array(),
  ReviewTrust: TrustReview,
  TrustReviewed: HostTrusted.array(),
  TrustKnownHosts: KnownHostsTrusted,
  GetCredentials: Credential.array(),
  AddCredential: Credential,
  GetCredential: Credential,
  RemoveCredential: z.unknown(),
  ChangeCredentialSecret: Credential,
  ChangeCredentialScope: Credential,
  ResumeCredential: Credential,
  SigninBody: Token,
  Signin2fa: Token,
  Sigin2fa: Token,
};

test("every operation of the contract is called", () => {
  expect(Object.keys(BODIES).toSorted()).toEqual(Object.keys(routes).toSorted());
});

describe.each(CLIENTS)("the code of $tool", ({ tool, zod }) => {
  let calls: Calls;
  beforeAll(async () => {
    const connect = await load(tool, zod);
    calls = connect({ ...KNOWN, origin: server.origin });
  });

  test.each(Object.entries(BODIES))("calls %s, and tells its answer", async (id, body) => {
    const [, call] = Object.entries(calls).find(([name]) => name === id) ?? [];
    const { status, data } = (await call?.()) ?? {};
    const succeeds: Readonly<Record<string, number>> = { CancelJob: 202, RemoveCredential: 204 };
    expect(status).toBe(succeeds[id] ?? 200);
    expect(body.safeParse(data).error).toBeUndefined();
  });
});
