/** What must never be told of a host. */
export const CANARY = {
  hash: "$6$cAnArY$hash",
  cron: "c4n4ry-cron",
  option: "c4n4ry-option",
  environment: "c4n4ry-env",
};
