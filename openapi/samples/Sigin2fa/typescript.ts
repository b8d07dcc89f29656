import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", FIRST_TOKEN = "", CODE = "" } = process.env;

// signIn() of the client uses /signin2fa. Any path of the document can be called by its name.
const first = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: FIRST_TOKEN });
const { data: token, response } = await first.POST("/sigin2fa", { body: CODE });
if (token === undefined) throw new Error(`The code is refused: ${response.status}`);

const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token });
for await (const job of client.listJobs()) console.log(job.id);
