import { ActionStatus, createHostScanClient, nameOf } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

// Further pages are fetched as the iteration gets to them.
for await (const job of client.listJobs({ pageSize: 50 })) {
  console.log(job.id, nameOf(ActionStatus, job.status));
}
