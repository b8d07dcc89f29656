import { createHostScanClient } from "@hostscan/client";
import type { MakeCalls } from "../calls.ts";

export const makeCalls: MakeCalls = (baseUrl, token) => {
  const client = createHostScanClient({ baseUrl, token });
  return {
    createJob: (dnsHostName) => client.createJob([{ dnsHostName }]),
    getJob: (jobId) => client.getJob(jobId),
    async listJobs() {
      const { value } = await client.listJobs().pages().next();
      return value ?? [];
    },
  };
};
