/** @file The page and the terminal program say the same words about the same link, byte for byte. */
import { spawnSync } from 'node:child_process';
import { expect, terminalProgram, test } from './lab-page';

const SET = 'v=1&data=synthetic&hidden=16,16&batch=32&device=cpu';

/** Links that between them bring out every kind of sentence. */
const LINKS: readonly { readonly name: string; readonly link: string; readonly contains: RegExp }[] = [
  { name: 'two arms', link: `${SET}&train=200&test=100&epochs=6&replicates=3`, contains: /inconclusive\. It would take about/ },
  { name: 'two arms evaluated between epochs', link: `${SET}&train=100&test=100&epochs=5&evals=2&lr=0.5&replicates=5&seed=7`, contains: /5 pairs\)/ },
  {
    name: 'named and unnamed arms, other seeds and another reference',
    link: `${SET}&train=200&test=100&epochs=4&replicates=4&drop=0.2,0.5,0.5&pin=O'Brien (2.0):0,0.2,0.2;0,0.8,0.8;again:0.2,0.5,0.5@1000001&reference=pinned-1`,
    contains: /O'Brien \(2\.0\) starts from other seeds than again, so no replicate of it has a partner there \(Welch/,
  },
  { name: 'the treatment as the reference', link: `${SET}&train=200&test=100&epochs=3&replicates=3&pin=0,0.2,0.2&reference=treatment`, contains: /baseline minus treatment/ },
  { name: 'arms that coincide', link: `${SET}&train=100&test=100&epochs=2&replicates=3&drop=0,0,0`, contains: /the arms coincide in all 3 pairs\): no difference at all/ },
  { name: 'early stopping', link: `${SET}&train=200&test=100&lr=1&patience=1&epochs=12&replicates=3`, contains: /Early stopping picked where each run ends/ },
  { name: 'one replicate', link: `${SET}&train=200&test=100&epochs=2&replicates=1`, contains: /one replicate: no interval/ },
  { name: 'a run that diverges', link: `${SET}&train=100&test=100&epochs=5&replicates=3&lr=6&weight_decay=0.25`, contains: /, 2 pairs\).*Treatment: 1 replicate left out, because it diverged\./ },
  { name: 'runs that diverge in two pairs of three', link: `${SET.replace('batch=32', 'batch=64')}&train=128&test=100&epochs=5&replicates=3&lr=6&weight_decay=0.3`, contains: /Treatment: 2 replicates left out, because they diverged\./ },
  { name: 'a change while training', link: `${SET}&train=200&test=100&epochs=4&replicates=3&then=14:0,0.8,0.8`, contains: /After epoch 4/ },
];

for (const { name, link, contains } of LINKS) {
  test(`the terminal program's summary is what the evidence says, byte for byte: ${name}`, async ({ lab }) => {
    const { stderr, status } = spawnSync(terminalProgram(), ['run', link], { encoding: 'utf8' });
    expect(status).toBe(0);
    const lines = stderr.trimEnd().split('\n');
    const said = lines.slice(lines.findIndex((line) => line.startsWith('compute time: ')) + 1);
    expect(said.join('\n')).toMatch(new RegExp(contains, 's'));

    await lab.finish(link);
    await expect
      .poll(async () => {
        const { heading, arms, notes } = await lab.evidence();
        return [heading, ...arms.flatMap(({ rows }) => rows.map(({ sentence }) => sentence)), ...notes];
      })
      .toEqual(said);
  });
}

for (const question of ['gap', 'longer', 'stable', 'lazy', 'testtime', 'calibrated']) {
  test(`the terminal program's answer is the card's, byte for byte: ${question}`, async ({ lab }) => {
    const link = `${SET.replace('hidden=16,16', 'hidden=6,6')}&train=128&test=100&epochs=10&replicates=3&probes=1&passes=3&lazy=2:0.01&question=${question}`;
    const { stderr, status } = spawnSync(terminalProgram(), ['run', link], { encoding: 'utf8' });
    expect(status).toBe(0);
    await lab.finish(link);
    await expect(lab.page.locator('#card-when')).toContainText('The answer, after epoch 10');
    const title = await lab.page.locator('#card-title').innerText();
    const lines = stderr.trimEnd().split('\n');
    const said = lines.slice(lines.indexOf(title) + 1);
    const [conclusion, ...rests_on] = said;
    await expect(lab.page.locator('#card-conclusion')).toHaveText(conclusion ?? '');
    expect(await lab.page.locator('#card-evidence li').allTextContents()).toEqual(rests_on);
  });
}
