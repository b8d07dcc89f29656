import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", HOST_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

for await (const group of client.listEntries(HOST_ID, "Groups")) {
  console.log(group.name);
}
