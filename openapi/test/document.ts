import { redocly } from "./redocly.ts";

export interface MediaType {
  readonly schema: object;
  readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
}

/** What an answer says of a call that may follow: the operation, and its values as runtime expressions. */
export interface Link {
  readonly operationId: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly requestBody?: string;
  readonly description: string;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description: string;
  readonly schema: object;
  readonly example: unknown;
}

interface Response {
  readonly headers: Readonly<Record<string, { readonly schema: object; readonly example: unknown }>>;
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly links?: Readonly<Record<string, Link>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly "x-source": string;
  readonly "x-roles": readonly string[];
  readonly "x-codeSamples": readonly { readonly label: string; readonly source: string }[];
  readonly security: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly description: string;
    readonly content: Readonly<Record<string, MediaType>>;
  };
  readonly responses: Readonly<Record<string, Response>>;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly examples?: readonly unknown[];
}

/** The bundled document with every reference replaced by what it names, as far as the tests read it. */
export interface OpenApiDocument {
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Bundles the document and resolves its references. */
export const readDocument = (): Promise<OpenApiDocument> => bundled("hostscan@v1", "--dereferenced");

/** The workflows of an Arazzo file, as far as the tests read it. */
interface Workflows {
  readonly workflows: readonly { readonly steps: readonly { readonly operationId: string }[] }[];
}

/** Reads the workflow of the story. */
export const readStory = (): Promise<Workflows> => bundled("story@v1");

async function bundled(api: string, ...args: readonly string[]) {
  const { exitCode, output } = await redocly("bundle", api, ...args, "--ext", "json");
  if (exitCode !== 0) throw new Error(`${api} does not bundle: redocly ended with ${exitCode}`);
  return JSON.parse(output);
}

/** An operation with its place in the document. */
export interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** Every operation of the document. */
export function operationsOf(document: OpenApiDocument): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
}
