import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", FIRST_TOKEN = "", CODE = "" } = process.env;

// signIn() of the client uses /signin2fa. Any path of the document can be called by its name.
const { raw } = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: FIRST_TOKEN });
const answer = await raw.POST("/sigin2fa", { body: CODE });
if (answer.status !== 200) throw new Error(answer.text);

const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: answer.data });
for await (const job of client.listJobs()) console.log(job.id);
