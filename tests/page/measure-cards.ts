/** @file Measures how long each question takes on two CPU workers, from Run to its answer, against what its card promises. Prints, judges nothing else. */
import { type LabPage, test } from './lab-page';

/** What the cards say: under two minutes. */
const PROMISED_SECONDS = 120;
/** Past this a card is given up, so that one that hangs does not take the others along. */
const GIVEN_UP_SECONDS = 600;

interface Row {
  readonly card: string;
  readonly runs: string;
  readonly steps: string;
  /** `undefined` where it was given up. */
  readonly seconds: number | undefined;
}

test('waiting for the answer to each question', async ({ lab }) => {
  await lab.open('v=1&device=cpu');
  const cards = await linksOf(lab);
  test.setTimeout(cards.length * (GIVEN_UP_SECONDS + 60) * 1000);
  const rows: Row[] = [];
  for (const card of cards) rows.push(await measured(lab, card));
  console.log(`\n${tableOf(rows)}\n`);
});

interface CardLink {
  readonly title: string;
  readonly hash: string;
}

/** The questions as the page offers them. */
async function linksOf(lab: LabPage): Promise<CardLink[]> {
  await lab.page.locator('#question-list a').first().waitFor();
  return lab.page.locator('#question-list a').evaluateAll((anchors) => anchors.map((anchor) => ({ title: anchor.textContent, hash: (anchor as HTMLAnchorElement).hash })));
}

/** In a context of its own, so that no card finds the curves of another one. */
async function measured(lab: LabPage, { title, hash }: CardLink): Promise<Row> {
  const reader = await lab.stranger();
  await reader.open(`${hash.slice(1)}&device=cpu`, { workers: 2 });
  await reader.reaches('ready');
  const [, runs = '', steps = ''] = /^Ready: (\S+) runs of (\S+) steps/.exec(await reader.page.locator('#progress-text').innerText()) ?? [];
  const seconds = await reader.page.evaluate(secondsToAnswer, GIVEN_UP_SECONDS);
  await reader.page.context().close();
  return { card: title, runs, steps, seconds };
}

/** Runs in the page: presses the card's button and waits for its answer, which may take masked passes after the last step. */
function secondsToAnswer(most: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const begun = performance.now();
    const card = document.querySelector('#card');
    if (!card) throw new Error('The page has no card.');
    const onChange = (): void => {
      const conclusion = document.querySelector('#card-conclusion')?.textContent ?? '';
      const is_answered = conclusion !== '' && !conclusion.endsWith('is measured after the last epoch: train to the end.');
      if (document.documentElement.dataset['state'] === 'finished' && is_answered) resolve((performance.now() - begun) / 1000);
    };
    const observer = new MutationObserver(onChange);
    observer.observe(document.documentElement, { attributes: true });
    observer.observe(card, { subtree: true, childList: true, characterData: true });
    setTimeout(() => resolve(undefined), most * 1000);
    document.querySelector<HTMLButtonElement>('#card-run')?.click();
  });
}

function tableOf(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = ['question', 'runs', 'steps of each', 'seconds on two CPU workers', `at most ${String(PROMISED_SECONDS)} s`];
  const cells = ({ card, runs, steps, seconds }: Row): string[] => {
    const took = seconds === undefined ? `over ${String(GIVEN_UP_SECONDS)}` : seconds.toFixed(1);
    return [card, runs, steps, took, seconds !== undefined && seconds <= PROMISED_SECONDS ? 'met' : 'not met'];
  };
  return [head, head.map(() => '---'), ...rows.map(cells)].map(line).join('\n');
}
