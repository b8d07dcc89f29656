import { ActionStatus, createHostScanClient, nameOf } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", HOST_ID = "", OTHER_HOST_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const jobs = await client.scanHosts([HOST_ID, OTHER_HOST_ID]);
for (const job of jobs) console.log(job.id, nameOf(ActionStatus, job.status));
