import { ActionStatus, createHostScanClient, nameOf } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", CREDENTIAL_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const job = await client.scanOu(CREDENTIAL_ID, ["web.example.local", "mail.example.local"]);
console.log(job.id, nameOf(ActionStatus, job.status));
