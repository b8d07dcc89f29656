import { ActionStatus, nameOf } from "@hostscan/client";
import { expect } from "vitest";
import type { OperationId } from "../../src/check.ts";
import { memberOf, nodesIn } from "../../src/document/place.ts";
import type { Exchange } from "../../src/observer/exchange.ts";
import type { Scene, Variables } from "./scene.ts";

/** A sample that has run. */
export interface Run {
  readonly scene: Scene;
  readonly variables: Variables;
  /** The call of the operation. */
  readonly call: Exchange;
  /** All that the sample called. */
  readonly exchanges: readonly Exchange[];
}

/** What an operation promises to whoever runs its sample. */
interface OperationPromise {
  /** The answer's status. */
  readonly status: number;
  /** Holds the answer, and what came of the call, against what the sample asks for. */
  verify(run: Run): void | Promise<void>;
  /** The lines that the client's sample prints. */
  prints(run: Run): readonly string[];
}

const jobLines = ({ call: { json } }: Run): string[] =>
  (Array.isArray(json) ? nodesIn(json) : nodesIn([json])).map(
    ({ id, status }) => `${id} ${nameOf(ActionStatus, Number(status))}`,
  );

/** A promise to schedule one job for hosts, which are told by some of their members. */
const schedules = (hosts: (variables: Variables) => readonly object[]): OperationPromise => ({
  status: 200,
  prints: jobLines,
  async verify({ scene, variables, call: { json } }) {
    const job = { hostScanHostStatus: hosts(variables) };
    expect(json).toMatchObject(job);
    expect(await scene.client.getJob(String(memberOf(json, "id")))).toMatchObject(job);
  },
});

/** A promise to read the newest job, which holds the two known hosts. */
const readsJob = (prints: OperationPromise["prints"]): OperationPromise => ({
  status: 200,
  prints,
  verify({ variables: { JOB_ID: id, HOST_ID, OTHER_HOST_ID }, call: { json } }) {
    const hosts = [{ hostId: HOST_ID }, { hostId: OTHER_HOST_ID }];
    expect(json).toMatchObject({ id, hostScanHostStatus: hosts });
  },
});

const list = "/api/v1/HostScanJob";

/** A promise to answer a token, and the status that the API answers to it. With the whole token, jobs are listed. */
const answersToken = (statusOfCall: number): OperationPromise => ({
  status: 200,
  async verify({ scene, call: { json } }) {
    const headers = { Authorization: `Bearer ${json}` };
    const { status } = await fetch(`${scene.serverUrl}${list}`, { headers });
    expect(status).toBe(statusOfCall);
  },
  prints: ({ exchanges }) =>
    exchanges
      .filter(({ url }) => url.pathname === list)
      .flatMap(({ json }) => nodesIn(json))
      .map(({ id }) => `${id}`),
});

const hostLines = ({ call: { json } }: Run): string[] =>
  nodesIn(memberOf(json, "hostScanHostStatus")).map(
    ({ ipAddress, status, os }) => `${ipAddress} ${nameOf(ActionStatus, Number(status))} ${os}`,
  );

/** A promise to list what scans have read of hosts, of which none has ended here. */
const showsNothing: OperationPromise = {
  status: 200,
  verify: ({ call: { json } }) => expect(json).toEqual([]),
  prints: () => [""],
};

/** A promise to show the credential that is lent. */
const showsCredential = (
  line: (credential: Readonly<Record<string, unknown>>) => readonly string[],
  members: object = {},
): OperationPromise => ({
  status: 200,
  verify({ scene, variables: { CREDENTIAL_ID: id }, call: { json, text } }) {
    expect(json).toMatchObject({ id, userName: "svc-scan", ...members });
    expect(text).not.toContain(scene.password);
  },
  prints: ({ call: { json } }) => nodesIn([json]).flatMap(line),
});

/** A promise to trust what the first host has shown. */
const trustsFirst = (prints: OperationPromise["prints"]): OperationPromise => ({
  status: 200,
  prints,
  async verify({ scene, variables: { HOST_ID: hostId }, call: { json } }) {
    expect(json).toMatchObject([{ hostId, formerThumbprint: null }]);
    const { hostScanTrust } = await scene.client.getHost(hostId);
    expect(hostScanTrust).toMatchObject([{ trustedThumbprint: expect.stringMatching(/^SHA256:/) }]);
  },
});

/** By operation; one that is new in the document does not compile until it is promised here. */
export const promises: Readonly<Record<OperationId, OperationPromise>> = {
  PostListOfIdsAsync: schedules(() => [{ dnsHostName: "host.example.local" }]),
  ByHostId: schedules(({ HOST_ID }) => [{ hostId: HOST_ID }]),
  ByHostIdMultipleAsync: {
    status: 200,
    prints: jobLines,
    verify({ variables: { HOST_ID, OTHER_HOST_ID }, call: { json } }) {
      const jobs = [HOST_ID, OTHER_HOST_ID].map((hostId) => ({ hostScanHostStatus: [{ hostId }] }));
      expect(json).toMatchObject(jobs);
    },
  },
  ScheduleJobsByDnsHostNameMultipleAsync: schedules(() => [
    { dnsHostName: "web.example.local" },
    { dnsHostName: "mail.example.local" },
  ]),
  ValidateImportedCsv: {
    status: 200,
    verify({ call: { json } }) {
      const well = { dnsHostNameError: null, ipAddressError: null, credentialNameError: null };
      const wrong = { ipAddressError: expect.any(String), credentialNameError: expect.any(String) };
      expect(json).toMatchObject([well, wrong]);
    },
    prints({ call: { json } }) {
      const [, row] = nodesIn(json);
      return [
        "host.example.local well",
        `192.168.1.300 ${row?.["ipAddressError"]}; ${row?.["credentialNameError"]}`,
      ];
    },
  },
  CancelJob: {
    status: 202,
    prints: () => ["cancelled"],
    async verify({ scene, variables }) {
      const { status } = await scene.client.getJob(variables.JOB_ID);
      expect(status).toBe(ActionStatus.Cancelled);
    },
  },
  Get: {
    status: 200,
    prints: jobLines,
    verify: ({ variables, call: { json } }) =>
      expect(nodesIn(json)[0]).toMatchObject({ id: variables.JOB_ID }),
  },
  GetJobStatus: readsJob(hostLines),
  GetJobStatusForHost: readsJob(jobLines),
  GetHosts: {
    status: 200,
    verify({ variables: { HOST_ID, OTHER_HOST_ID }, call: { json } }) {
      const ids = nodesIn(json).map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining([HOST_ID, OTHER_HOST_ID]));
    },
    prints: ({ call: { json } }) =>
      nodesIn(json).map(({ id, dnsHostName, ipAddress, os }) => `${id} ${dnsHostName ?? ipAddress} ${os}`),
  },
  GetHost: {
    status: 200,
    verify: ({ variables: { HOST_ID }, call: { json } }) => expect(json).toMatchObject({ id: HOST_ID }),
    prints: ({ call: { json } }) => [`${memberOf(json, "ipAddress")} 0`],
  },
  GetHostUsers: showsNothing,
  GetHostGroups: showsNothing,
  GetHostServices: showsNothing,
  GetHostScheduledTasks: showsNothing,
  GetHostFeatures: showsNothing,
  GetUsers: showsNothing,
  GetChanges: showsNothing,
  GetCredentials: {
    status: 200,
    verify: ({ call: { json } }) =>
      expect(nodesIn(json)).toContainEqual(expect.objectContaining({ name: "linux-scan", kinds: [0] })),
    prints: ({ exchanges }) =>
      exchanges.flatMap(({ json }) => nodesIn(json)).map(({ id, name, scope }) => `${id} ${name} ${scope}`),
  },
  GetCredential: showsCredential(({ name, scope }) => [`${name} ${scope}`]),
  AddCredential: {
    status: 200,
    verify: ({ call: { json, text }, scene }) => {
      expect(json).toMatchObject({ userName: "svc-scan", kinds: [0], scope: ["10.1.0.0/16:22"] });
      expect(text).not.toContain(scene.password);
    },
    prints: ({ call: { json } }) => [`${memberOf(json, "id")} ${memberOf(json, "name")}`],
  },
  RemoveCredential: {
    status: 204,
    prints: () => ["removed"],
    async verify({ scene, variables: { CREDENTIAL_ID } }) {
      await expect(scene.client.getCredential(CREDENTIAL_ID)).rejects.toMatchObject({ status: 404 });
    },
  },
  ChangeCredentialSecret: showsCredential(({ name }) => [`${name}`]),
  ChangeCredentialScope: showsCredential(({ scope, callers }) => [`${scope} ${callers}`], {
    scope: ["10.2.0.0/16", "*.example.local"],
    callers: ["app:portal"],
  }),
  ResumeCredential: showsCredential(({ name, pausedTimeUtc }) => [`${name} ${pausedTimeUtc}`]),
  GetAwaitingTrust: {
    status: 200,
    verify: ({ variables: { HOST_ID }, call: { json } }) =>
      expect(nodesIn(json)).toContainEqual(
        expect.objectContaining({ hostId: HOST_ID, trustedThumbprint: null }),
      ),
    prints: ({ call: { json } }) =>
      nodesIn(json).map((key) => `${key["hostId"]} ${key["hostName"]} ${key["discoveredThumbprint"]}`),
  },
  TrustHosts: trustsFirst(({ call: { json } }) =>
    nodesIn(json).map((host) => `${host["hostName"]} ${host["trustedThumbprint"]}`),
  ),
  ReviewTrust: {
    status: 200,
    verify: ({ variables: { HOST_ID }, call: { json } }) =>
      expect(json).toMatchObject({ keys: [{ hostId: HOST_ID }], silentHosts: [expect.any(String)] }),
    prints: ({ call: { json } }) => [
      ...nodesIn(memberOf(json, "keys")).map((key) => `${key["hostName"]} ${key["discoveredThumbprint"]}`),
      `${memberOf(json, "code")}`,
    ],
  },
  TrustReviewed: trustsFirst(() => ["1"]),
  TrustKnownHosts: {
    status: 200,
    verify: ({ call: { json } }) => expect(json).toMatchObject({ hosts: [], mismatches: [] }),
    // Hosts that other samples have onboarded have shown no key.
    prints: ({ call: { json } }) => [`0 ${memberOf(json, "silentHosts")}`.trimEnd()],
  },
  SigninBody: answersToken(403),
  Signin2fa: answersToken(200),
  Sigin2fa: answersToken(200),
};
