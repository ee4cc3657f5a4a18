/** @file Five hundred links of random settings, by the schema: each opens without a word, and the same link comes back. */
import { readFileSync } from 'node:fs';
import init, { catalog, type Kind, open_link } from '../../pkg/page/page.js';
import { expect, test } from './lab-page';

const LINKS = 500;
/** Data and runs that a page which only opens links need not make or look for in great numbers. */
const MOST: Readonly<Record<string, number>> = { train: 300, test: 300, replicates: 4 };
/** Lists have forms of their own; each of these fits two hidden layers. */
const LISTS: Readonly<Record<string, (random: Random) => string>> = {
  then: (random) => [3, 9, 27].slice(random.below(3)).map((step) => `${String(step)}:${probs(random)}`).join(';'),
  pin: (random) => ['', 'mild:', 'λ of it:'].slice(random.below(3)).map((name) => `${name}${probs(random)}`).join(';'),
  reference: (random) => random.of(['baseline', 'treatment']),
  lazy: (random) => `${String(1 + random.below(9))}:0.${String(1 + random.below(9))}`,
};

test('five hundred links of random settings open without notice, and the same link comes back', async ({ lab }) => {
  // Each of them is drawn.
  test.slow();
  await init({ module_or_path: readFileSync('pkg/page/page_bg.wasm') });
  const links = randomLinks(new Random(20_261_130));
  expect(new Set(links).size).toBe(LINKS);
  await lab.open('v=1&data=files&device=cpu');
  await expect(lab.page.getByLabel('Epochs')).toHaveValue('30');
  const strange = await lab.page.evaluate(openAll, links);
  expect(strange).toEqual([]);
  await expect(lab.notices.locator('.notice')).toHaveCount(0);
  await expect(lab.page.locator('#sentences')).not.toBeEmpty();
});

/** Runs in the page: opens one link after the other in the same tab, as a reader pastes them, and gives back those that came out as others. */
async function openAll(links: readonly string[]): Promise<string[]> {
  const strange: string[] = [];
  for (const link of links) {
    const opened = new Promise((resolve) => {
      addEventListener('hashchange', resolve, { once: true });
    });
    location.hash = link;
    await opened;
    if (location.hash !== `#${link}`) strange.push(`${link} came back as ${location.hash}`);
  }
  // What there is to say is on the page by the next frame.
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return strange;
}

/** Canonical links, each free of faults; those whose settings do not agree with each other are drawn again. */
function randomLinks(random: Random): string[] {
  const { settings } = catalog();
  const found = new Set<string>();
  while (found.size < LINKS) {
    const drawn = settings.filter(({ key }) => key !== 'device' && key !== 'autorun' && random.below(3) === 0);
    const pairs = drawn.map(({ key, kind }) => [key, encodeURIComponent(textOf(key, kind, random))] as const);
    const data = random.of(['files', 'files', 'synthetic']);
    const given = new Map<string, string>([['train', '200'], ['test', '200'], ...pairs, ['data', data], ['device', 'cpu']]);
    const { link, notices } = open_link([...given].map(([key, text]) => `${key}=${text}`).join('&'));
    if (notices.length === 0) found.add(link);
  }
  return [...found];
}

function textOf(key: string, kind: Kind, random: Random): string {
  const list = LISTS[key];
  if (list) return list(random);
  switch (kind.kind) {
    case 'number': {
      const value = kind.min + random.next() * (Math.min(kind.max, MOST[key] ?? kind.max) - kind.min);
      return String(kind.whole ? Math.round(value) : value);
    }
    case 'choice':
      return random.of(kind.choices.map(({ value }) => value));
    case 'flag':
      return random.of(['0', '1']);
    case 'numbers':
      return key === 'drop' ? probs(random) : [0, 1].map(() => String(1 + random.below(300))).join(',');
    case 'list':
      throw new Error(`There is no list for ${key}.`);
  }
}

function probs(random: Random): string {
  return [0, 1, 2].map(() => (random.below(100) / 100).toString()).join(',');
}

/** Numbers by mulberry32, the same for the same seed. */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** In 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}
