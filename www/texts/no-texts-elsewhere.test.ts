/** @file A sentence that the page shows stands in www/texts, where translations are made from: this finds those that do not. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** Files with sentences of their own, and why. */
const MAY: Readonly<Record<string, string>> = {
  'charts/symbols.ts': 'paths of drawings',
  'export/records-file.ts': 'a fault of the program',
  'export/tables-csv.ts': 'a fault of the program',
  'glossary/entries.ts': 'a fault of the program',
  'glossary/term-text.ts': 'a fault of the program',
  'inside/loader.ts': 'a fault of the program',
  'inside/look-worker.ts': 'a fault of the program',
  'look-bench.ts': 'a fault of the program, in the worker, which has no texts',
  'main.ts': 'a fault of the program',
  'pictures/chart-svg.ts': 'markup of a file',
  'pictures/paper-colors.ts': 'a fault of the program',
  'problem-report.ts': 'facts for whoever mends the problem, in one language',
  'uncaught.ts': 'what browsers say',
  'unreachable.ts': 'a fault of the program',
  'views/element.ts': 'a fault of the program',
};

/** How a sentence begins, or what one looks like in the middle. */
const SENTENCE = [/^[A-Z][\w’'-]*[,:]? [a-z\d]/, /[a-z]{2,}[,.:;]? [a-z]{2,}.*[.:?]/];

test('no sentence stands outside www/texts', () => {
  const files = readdirSync('www', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(^|\/)test-|^texts\//.test(file));
  expect(files.length).toBeGreaterThan(100);
  const found = files.filter((file) => !(file in MAY)).flatMap((file) => sentencesIn(readFileSync(`www/${file}`, 'utf8')).map((text) => `${file}: ${text}`));
  expect(found, 'put these into www/texts, each with its translation').toEqual([]);
});

test('what is looked for is found', () => {
  expect(sentencesIn("import a from 'A module like this'; make('p', 'help two', 'Press the button.'); say(`Found ${x} of them, expected one.`);")).toEqual(['Press the button.', ' of them, expected one.']);
});

/** Strings, and the parts of templates, that read like a sentence. */
function sentencesIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) && !ts.isImportDeclaration(node.parent) && SENTENCE.some((form) => form.test(node.text))) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}
