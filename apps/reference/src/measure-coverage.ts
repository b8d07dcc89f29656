import { measureCoverage } from "./review/conformance/measure.ts";
import { recordFile } from "./review/read-review.ts";

const complete = await measureCoverage(recordFile, "inherit");
// The page tells what was found, also where that is not what one hoped for.
await import("./main.ts");
process.exitCode = complete ? 0 : 1;
