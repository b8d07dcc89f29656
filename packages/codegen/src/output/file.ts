/** A generated module. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

const notice = "// Generated from the OpenAPI document by @hostscan/codegen; do not edit.\n";

/** A generated module: its imports, then its statements. */
export function generatedFile(
  name: string,
  imports: readonly string[],
  statements: readonly string[],
): GeneratedFile {
  const head = imports.length > 0 ? `${imports.join("\n")}\n` : "";
  return { name, text: [notice + head, ...statements].join("\n") };
}
