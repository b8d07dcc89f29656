import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openapiFolder } from "./redocly.ts";

const folder = join(openapiFolder, "fixtures/seeds");
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));

/** One row of a parameter table of the reference. */
interface ParameterFact {
  readonly name: string;
  readonly in: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string | null;
}

/** What one seed file says about its operation. */
interface OperationFact {
  readonly seed: string;
  readonly page: string;
  readonly operationId: string;
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly roles: readonly string[];
  readonly parameters: readonly ParameterFact[];
  readonly body: ParameterFact | null;
  readonly responses: readonly { readonly status: number; readonly schema: string }[];
}

/** The members of a model of the reference; `¦null` in the type, or the type `any`, allows null. */
interface ModelFact {
  readonly members: readonly { readonly name: string; readonly type: string }[];
}

/** A JSON body printed in a seed file. */
interface BodyFact {
  readonly file: string;
  readonly operationId: string;
  readonly kind: "request" | "response";
  readonly status?: number;
  readonly schema: string;
  readonly body: unknown;
}

export const operationFacts: readonly OperationFact[] = read("operations.json");

export const modelFacts: Readonly<Record<string, ModelFact>> = read("models.json");

export const bodyFacts: readonly BodyFact[] = readdirSync(folder)
  .filter((file) => /\.(request|response\.\d+)\.json$/.test(file))
  .map((file) => ({ file, ...read(file) }));
