import { ActionStatus, createHostScanClient, nameOf } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const job = await client.createJob([
  { dnsHostName: "host.example.local", credentialName: "linux-scan", acceptThumbprintOnFirstDiscovery: true },
]);
console.log(job.id, nameOf(ActionStatus, job.status));
