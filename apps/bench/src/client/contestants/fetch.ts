import type { MakeCalls } from "../calls.ts";

/** The floor: bare `fetch`, no types checked, no time limit, nothing repeated. */
export const makeCalls: MakeCalls = (baseUrl, token) => {
  const url = `${baseUrl}/api/v1/HostScanJob`;
  const headers = { Authorization: `Bearer ${token}` };
  const answer = async (response: Response) => {
    if (!response.ok) throw new Error(await response.text());
    return JSON.parse(await response.text());
  };
  return {
    createJob: async (dnsHostName) =>
      answer(
        await fetch(url, {
          method: "POST",
          headers: { ...headers, "Content-Type": "application/json" },
          body: JSON.stringify([{ dnsHostName }]),
        }),
      ),
    getJob: async (jobId) => answer(await fetch(`${url}/${jobId}`, { headers })),
    listJobs: async () => answer(await fetch(url, { headers })),
  };
};
