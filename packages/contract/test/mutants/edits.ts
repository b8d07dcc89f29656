import ts from "typescript";

/** One small mistake in a source file: a text in it stands for another. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
}

const swapped: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.PlusToken, "-"],
  [ts.SyntaxKind.MinusToken, "+"],
  [ts.SyntaxKind.AsteriskToken, "/"],
  [ts.SyntaxKind.AsteriskAsteriskToken, "*"],
]);

/** Calls that may be forgotten: without one there is still a value of its type. */
const forgettable = new Set(["filter", "reverse", "sort", "toLowerCase", "trim", "trimEnd"]);

/** Every edit of a source file: conditions forced, operators and literals changed, statements, members, items and calls left out. */
export function editsOf(name: string, text: string): Edit[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const edits: Edit[] = [];
  const replace = (node: ts.Node, to: string): void => {
    const start = node.getStart(source);
    const from = text.slice(start, node.end);
    if (from !== to) edits.push({ start, end: node.end, from, to });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    for (const [inner, to] of mistakes(node, source)) replace(inner, to);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return edits;
}

type Mistake = readonly [node: ts.Node, to: string];

function mistakes(node: ts.Node, source: ts.SourceFile): Mistake[] {
  if (ts.isIfStatement(node)) return forced(node.expression);
  if (ts.isConditionalExpression(node)) return forced(node.condition);
  if (ts.isBinaryExpression(node)) return ofBinary(node, source);
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.ExclamationToken ? [[node, node.operand.getText(source)]] : [];
  if (ts.isExpressionStatement(node) || ts.isContinueStatement(node)) return [[node, ";"]];
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((item) => [item, "...[]"] as const);
  if (ts.isObjectLiteralExpression(node)) return node.properties.map((item) => [item, "...{}"] as const);
  if (ts.isCallExpression(node)) return ofCall(node, source);
  return ofLiteral(node, source);
}

const forced = (condition: ts.Node): Mistake[] => [
  [condition, "true"],
  [condition, "false"],
];

function ofBinary({ left, right, operatorToken }: ts.BinaryExpression, source: ts.SourceFile): Mistake[] {
  if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [
      [right, "undefined"],
      [left, `(${left.getText(source)}, undefined)`],
    ];
  const to = swapped.get(operatorToken.kind);
  return to === undefined ? [] : [[operatorToken, to]];
}

function ofCall(node: ts.CallExpression, source: ts.SourceFile): Mistake[] {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || !forgettable.has(expression.name.text)) return [];
  return [[node, expression.expression.getText(source)]];
}

function ofLiteral(node: ts.Node, source: ts.SourceFile): Mistake[] {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, "false"]];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, "true"]];
  if (ts.isNumericLiteral(node)) return [[node, String(Number(node.text) + 1)]];
  if (ts.isTemplateExpression(node)) return [[node, "``"]];
  if (ts.isRegularExpressionLiteral(node)) {
    const pattern = node.getText(source);
    return [pattern.replace("/^", "/"), pattern.replace(/\$(?=\/[a-z]*$)/, "")].map((to) => [node, to]);
  }
  const isName = ts.isPropertyAssignment(node.parent ?? node) && node.parent.getChildAt(0, source) === node;
  return ts.isStringLiteralLike(node) && !isName ? [[node, node.text === "" ? '"mutant"' : '""']] : [];
}

/** The source with a mistake in it. */
export const apply = (text: string, { start, end, to }: Edit): string =>
  text.slice(0, start) + to + text.slice(end);

/** Where an edit is, for people: `12:5`. */
export function lineAndColumn(text: string, { start }: Edit): string {
  const before = text.slice(0, start).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
