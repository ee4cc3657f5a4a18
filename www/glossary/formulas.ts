/** @file The formulas of the glossary, in the notation of the book's chapter: MathML, which browsers set by themselves. */

const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';

/** An element with its parts. */
interface Compound {
  readonly tag: string;
  readonly parts: readonly Formula[];
}

/** A letter, number or sign, or a compound of them. */
type Formula = string | Compound;

const of = (tag: string) => (...parts: readonly Formula[]): Compound => ({ tag, parts });

const [row, over, sup, sub, root, accent] = [of('mrow'), of('mfrac'), of('msup'), of('msub'), of('msqrt'), of('mover')];
const call = (name: string, inner: Formula): Formula => row(name, '[', inner, ']');
const layer = (letter: string, index: string): Formula => sup(letter, row('(', index, ')'));

const KEEP = row('1', '−', 'p');
const DROPPED = sup('h', '′');

/** Formulas by the names that the texts call them by. */
const FORMULAS = {
  p: 'p',
  keep: KEEP,
  h: 'h',
  dropped: DROPPED,
  mask: 'm',
  inverted: row(DROPPED, '=', over(row('m', 'h'), KEEP)),
  expectation: row(call('E', DROPPED), '=', 'h'),
  spread: row(call('Var', DROPPED), '=', sup('h', '2'), over('p', KEEP)),
  hidden: row('h', '=', 'σ', '(', layer('W', '1'), 'x', '+', layer('b', '1'), ')'),
  output: row('o', '=', layer('W', '2'), 'h', '+', layer('b', '2')),
  weights: layer('W', '1'),
  sigma: 'σ',
  relu: row('σ', '(', 'z', ')', '=', 'max', '(', '0', ',', 'z', ')'),
  variance: sup('σ', '2'),
  softmax: row(sub('ŷ', 'j'), '=', over(sup('e', sub('o', 'j')), row('∑', sup('e', sub('o', 'k'))))),
  loss: row('−', 'log', sub('ŷ', 'y')),
  update: row('w', '←', 'w', '−', 'η', 'g'),
  rate: 'η',
  decay: 'λ',
  velocity: row('v', '←', 'μ', 'v', '+', 'g'),
  interval: row(accent('d', '¯'), '±', 't', over('s', root('n'))),
  bound: over('1', root(sub('n', 'in'))),
} satisfies Record<string, Formula>;

export const FORMULA_NAMES: readonly string[] = Object.keys(FORMULAS);

/** A formula as an element; `undefined` = there is none of this name. */
export function formula(name: string): Element | undefined {
  const found = Object.entries(FORMULAS).find(([known]) => known === name)?.[1];
  if (!found) return undefined;
  const math = document.createElementNS(NAMESPACE, 'math');
  math.append(elementOf(found));
  return math;
}

function elementOf(part: Formula): Element {
  const element = document.createElementNS(NAMESPACE, typeof part === 'string' ? kindOf(part) : part.tag);
  if (typeof part === 'string') element.textContent = part;
  else element.append(...part.parts.map(elementOf));
  return element;
}

function kindOf(token: string): 'mi' | 'mn' | 'mo' {
  if (/^\d+$/.test(token)) return 'mn';
  return /^\p{L}/u.test(token) ? 'mi' : 'mo';
}
