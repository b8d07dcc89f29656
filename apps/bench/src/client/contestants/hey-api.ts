import { createClient } from "../../generated/hey-api/client/index.js";
import { get, getJobStatus, postListOfIdsAsync } from "../../generated/hey-api/index.js";
import type { MakeCalls } from "../calls.ts";

export const makeCalls: MakeCalls = (baseUrl, token) => {
  const call = { client: createClient({ baseUrl, auth: token }), throwOnError: true } as const;
  return {
    createJob: async (dnsHostName) => (await postListOfIdsAsync({ ...call, body: [{ dnsHostName }] })).data,
    getJob: async (hostScanJobId) => (await getJobStatus({ ...call, path: { hostScanJobId } })).data,
    listJobs: async () => (await get(call)).data,
  };
};
