import type { ClaimedHost } from "../src/worker/claim-hosts.ts";

/** A claim of a host of which nothing is known but its name. */
export const claimedHost: ClaimedHost = {
  hostScanHostId: "scan",
  jobId: "job",
  hostId: "host",
  position: 0,
  attempt: 1,
  tries: 0,
  losses: 0,
  requeues: 0,
  party: "a test",
  ownParty: "a test",
  credential: null,
  credentialGone: false,
  fromElsewhere: false,
  traceParent: null,
  network: "",
  dns_host_name: "web.local",
  ip_address: null,
  ssh_port: 22,
  platform: null,
  trust_action: null,
  accept_first_discovery: null,
  certificate_type: null,
  pinned: {},
};
