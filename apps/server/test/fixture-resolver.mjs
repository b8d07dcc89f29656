// Resolves names as the file does whose path is in FIXTURE_ANSWERS, a name's addresses each, and no others.

import promises from "node:dns/promises";
import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { isIP } from "node:net";

const lookup = promises.lookup;
promises.lookup = async (name, options) => {
  const answers = JSON.parse(readFileSync(process.env.FIXTURE_ANSWERS, "utf8"))[name];
  if (answers === undefined) return lookup(name, options);
  return answers.map((address) => ({ address, family: isIP(address) }));
};
syncBuiltinESMExports();
