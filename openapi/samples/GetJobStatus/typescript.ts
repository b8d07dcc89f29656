import { ActionStatus, createHostScanClient, nameOf } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", JOB_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const job = await client.getJob(JOB_ID);
for (const host of job.hostScanHostStatus ?? []) {
  console.log(host.dnsHostName ?? host.ipAddress, nameOf(ActionStatus, host.status), host.os);
}
