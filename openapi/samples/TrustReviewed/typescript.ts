import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", JOB_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const { code } = await client.reviewTrust(JOB_ID); // look at its keys
const hosts = await client.trustReviewed(JOB_ID, code);
console.log(hosts.length);
