/** @file A first visit: from an empty browser to curves on real data, without a word to anybody else. */
import { expect, SMALL, test } from './lab-page';

/** The default preset, cut short. */
const FIRST = 'v=1&epochs=2&replicates=2&device=cpu';

test('a first visit ends with curves of both arms on real data', async ({ lab }) => {
  await lab.open(FIRST);
  await lab.reaches('ready');
  await expect(lab.root).toHaveAttribute('data-dataset', 'fashion-mnist');
  await expect(lab.root).toHaveAttribute('data-backend', 'cpu');
  await expect(lab.page.locator('#data-text')).toContainText('1,000 training and 1,000 test examples');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(lab.root).toHaveAttribute('data-epoch', '2');
  await expect(lab.page.locator('#progress-text')).toHaveText('Finished: 2 of 2 epochs');
  for (const arm of ['baseline', 'treatment']) {
    const rows = await lab.table(arm);
    expect(rows).toHaveLength(3);
    // After two epochs ten classes are told apart far better than by chance.
    expect(Number(/([\d.]+)%/.exec(rows.at(-1) ?? '')?.[1])).toBeGreaterThan(40);
  }
  await expect(lab.page.locator('#accuracy-verdict')).toContainText('2 pairs');
});

test('a link shows first what it is about, and a page that is loaded again stays where it was left', async ({ lab }) => {
  const { page } = lab;
  await page.setViewportSize({ width: 390, height: 844 });
  await lab.open('');
  await expect(page.getByRole('heading', { name: 'Dropout Lab' })).toBeInViewport();
  for (const [link, heading] of [[SMALL, 'The network'], [`${SMALL}&question=again`, 'Does training go on if I call it again? Reset or continue?']] as const) {
    const reader = await lab.stranger();
    await reader.page.setViewportSize({ width: 390, height: 844 });
    await reader.open(link);
    await reader.reaches('ready');
    await expect(reader.page.getByRole('heading', { name: heading, exact: true })).toBeInViewport();
    await reader.page.getByRole('heading', { name: 'History' }).scrollIntoViewIfNeeded();
    await reader.reload();
    await reader.reaches('ready');
    await expect(reader.page.getByRole('heading', { name: heading, exact: true })).not.toBeInViewport();
  }
});

test('a link to a lesson shows the lesson first, whatever its experiment and its question', async ({ lab }) => {
  await lab.page.setViewportSize({ width: 390, height: 844 });
  await lab.open(`${SMALL}&question=again&lesson=does-dropout-help`);
  await lab.reaches('ready');
  await expect(lab.page.locator('#lesson-step-title')).toBeInViewport();
});

test('the plain address opens the default preset', async ({ lab }) => {
  await lab.open('');
  await lab.reaches('ready');
  await expect(lab.page.getByRole('link', { name: /Small data/ })).toHaveAttribute('aria-current', 'true');
  await expect(lab.notices).toBeEmpty();
  expect(new URL(lab.page.url()).hash).toBe('');
});

test('the first point of each chart is the untrained network, both arms alike', async ({ lab }) => {
  const measured = await lab.finish(FIRST);
  const untrained = measured.filter(({ step }) => step === 0);
  expect(untrained).toHaveLength(4);
  for (const one of untrained) {
    const twin = untrained.find(({ arm, replicate }) => arm !== one.arm && replicate === one.replicate);
    expect([twin?.train_loss, twin?.train_accuracy, twin?.test_loss, twin?.test_accuracy]).toEqual([
      one.train_loss,
      one.train_accuracy,
      one.test_loss,
      one.test_accuracy,
    ]);
  }
});

test('controls, link and sentences work while the trainer is still on its way', async ({ lab }) => {
  await lab.open('v=1&data=synthetic', { folder: 'with-stuck-trainer' });
  await expect(lab.page.locator('#device-text')).toContainText(/Trainer: .* loaded/);
  await expect(lab.root).toHaveAttribute('data-state', 'loading');
  await lab.setSlider('Hidden 1', '0.25');
  await expect(lab.page).toHaveURL(/drop=0,0\.25,0\.5/);
  await expect(lab.page.locator('#sentences')).toContainText('25% of hidden layer 1');
  await lab.button('Run').click();
  await expect(lab.page.locator('#progress-text')).toHaveText('Training starts as soon as the trainer has arrived.');
});
