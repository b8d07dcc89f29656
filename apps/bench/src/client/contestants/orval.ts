import { get, getJobStatus, postListOfIdsAsync } from "../../generated/orval/index.js";
import { server } from "../../generated/orval/server.js";
import type { MakeCalls } from "../calls.ts";

/** Orval's functions have one server for all. */
export const makeCalls: MakeCalls = (baseUrl, token) => {
  server.origin = baseUrl;
  const options = { headers: { Authorization: `Bearer ${token}` } };
  return {
    async createJob(dnsHostName) {
      const answer = await postListOfIdsAsync([{ dnsHostName }], options);
      if (answer.status !== 200) throw new Error(answer.data.detail ?? "");
      return answer.data;
    },
    async getJob(jobId) {
      const answer = await getJobStatus(jobId, options);
      if (answer.status !== 200) throw new Error(answer.data.detail ?? "");
      return answer.data;
    },
    async listJobs() {
      const answer = await get({}, options);
      if (answer.status !== 200) throw new Error(answer.data.detail ?? "");
      return answer.data;
    },
  };
};
