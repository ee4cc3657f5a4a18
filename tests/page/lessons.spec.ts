/** @file Lessons: played through by keyboard, resumed, refused with every fault named, made in the builder and played again. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect as expectWithin, type LabPage, SMALL, test } from './lab-page';
import { choose, lessonFile, TINY_LESSON } from './lesson-file';

/** What lessons are made of is fetched when the first is opened, which takes a slow machine its time. */
const expect = expectWithin.configure({ timeout: 30_000 });

const SHIPPED = [
  { name: 'does-dropout-help', title: 'Does dropout help?', minutes: 20 },
  { name: 'exercises-1-to-4', title: 'Exercises 1 to 4 of the chapter', minutes: 25 },
];

test('a lesson is played through by keyboard alone: predicted, run, compared, on to the next, to its end', async ({ lab }) => {
  const { page } = lab;
  await lab.open('v=1&device=cpu');
  await lab.reaches('ready');
  await choose(page, TINY_LESSON);
  await expect(stepTitle(page)).toHaveText('Step 1 of 3 Train accuracy');
  await expect(stepTitle(page)).toBeFocused();
  await expect(page.locator('.lesson-text strong').first()).toHaveText('much');
  await expect.poll(() => lab.link).toContain('drop=0,0.95,0.95');
  await expect.poll(() => lab.link).toMatch(/lesson=file$/);

  // To the question, its last choice but one, and locked in by Enter.
  await lab.reaches('ready');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'Larger' })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Smaller' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your prediction, smaller, is locked in. Now press Run.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Predict before you run' })).toBeFocused();
  await expect(page.locator('.lesson-after')).toBeHidden();

  await pressByKeyboard(page, 'Run');
  await lab.reaches('finished');
  await expect(page.locator('.lesson-outcome')).toHaveText('Right: your prediction was smaller, and so it came out.');
  const { arms } = await lab.evidence();
  const evidence = arms[0]?.rows.find(({ label }) => label === 'Train accuracy');
  expect(evidence?.verdict).toBe('smaller');
  await expect(page.locator('.lesson-question .help').last()).toHaveText(evidence?.sentence ?? 'none');
  await expect(page.locator('.lesson [role=status]').last()).toContainText('Right: your prediction was smaller');
  await expect(page.locator('.lesson-after strong')).toHaveText('that');

  await pressByKeyboard(page, 'Next', 'Shift+Tab');
  await expect(stepTitle(page)).toHaveText('Step 2 of 3 Test accuracy');
  await expect(stepTitle(page)).toBeFocused();
  await expect.poll(() => lab.link).toContain('hide=lr');
  // The baseline is that of the step before and stays, so the experiment is no fresh one.
  await lab.reaches('paused');
  await tabTo(page, page.locator('.lesson-question input'));
  await page.keyboard.type('99');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your prediction, 99 percent, is locked in. Now press Run.')).toBeVisible();
  await pressByKeyboard(page, 'Run');
  await lab.reaches('finished');
  await expect(page.locator('.lesson-outcome')).toHaveText(/^Not so: your prediction was 99 percent, and it came out \d+\.\d\d%\.$/);

  await pressByKeyboard(page, 'Next', 'Shift+Tab');
  await expect(stepTitle(page)).toHaveText('Step 3 of 3 The end');
  await expect.poll(() => lab.link).not.toContain('hide=');
  await expect(lab.button('Next')).toBeDisabled();
  await pressByKeyboard(page, 'Close lesson', 'Shift+Tab');
  await expect(page.locator('#lesson')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Lessons' })).toBeFocused();
  expect(lab.link).not.toContain('lesson');
});

test('progress and predictions survive a reload, with the file they belong to', async ({ lab }) => {
  const { page } = lab;
  await lab.open('v=1&device=cpu');
  await lab.reaches('ready');
  await choose(page, TINY_LESSON);
  await lab.button('Next').click();
  await lab.reaches('ready');
  await page.getByLabel('Your prediction').fill('12.5');
  await lab.button('Lock in my prediction').click();
  const { link } = lab;
  await lab.reload();
  await expect(stepTitle(page)).toHaveText('Step 2 of 3 Test accuracy');
  await expect(page.getByText('Your prediction, 12.5 percent, is locked in. Now press Run.')).toBeVisible();
  expect(lab.link).toBe(link);
  await expectNoNotice(lab);
  await lab.button('Change it').click();
  await expect(page.getByLabel('Your prediction')).toBeFocused();
});

test("the browser's Back and Forward go through the steps with their experiments", async ({ lab }) => {
  const { page } = lab;
  await lab.open('v=1&device=cpu');
  await lab.reaches('ready');
  await choose(page, TINY_LESSON);
  await lab.button('Next').click();
  await lab.button('Next').click();
  await expect(stepTitle(page)).toHaveText('Step 3 of 3 The end');
  await page.goBack();
  await expect(stepTitle(page)).toHaveText('Step 2 of 3 Test accuracy');
  await expect.poll(() => lab.link).toContain('hide=lr');
  await expect(page.locator('.lesson-elsewhere')).toBeHidden();
  await page.goForward();
  await expect(stepTitle(page)).toHaveText('Step 3 of 3 The end');
});

test('Run works without a prediction and says so; other settings are said to be others, with a way back', async ({ lab }) => {
  const { page } = lab;
  await lab.open('v=1&device=cpu');
  await lab.reaches('ready');
  await choose(page, TINY_LESSON);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(page.locator('.lesson-outcome')).toHaveText('No prediction was made before these runs. It came out smaller.');

  await page.locator('#setting-lr').fill('0.2');
  await page.locator('#setting-lr').press('Enter');
  await expect(page.getByText('The experiment on the page has other settings than this step.')).toBeVisible();
  await expect(page.locator('.lesson-outcome')).toBeEmpty();
  await lab.button("Back to the step's experiment").click();
  await expect(stepTitle(page)).toBeFocused();
  await expect(page.locator('.lesson-outcome')).toContainText('It came out smaller.');
  // More replicates answer the same question.
  await page.locator('#more-replicates').click();
  await lab.reaches('finished');
  await expect(page.locator('.lesson-question .help').last()).toContainText('8 pairs');
  await lab.button('Reset').click();
  await expect(page.getByRole('radio', { name: 'Smaller' })).toBeVisible();
});

test('runs that are there already keep their outcome to themselves until it is predicted or asked for', async ({ lab }) => {
  const { page } = lab;
  await lab.open('v=1&device=cpu');
  await lab.reaches('ready');
  await choose(page, TINY_LESSON);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await lab.keeps({ runs: 6, entries: 1 });
  await lab.reload();
  await lab.reaches('finished');
  await expect(page.getByText('The runs of this step are on the page already.')).toBeVisible();
  await expect(page.locator('.lesson-outcome')).toBeEmpty();
  await expect(page.locator('.lesson-after')).toBeHidden();
  await lab.button('Tell the outcome without a prediction').click();
  await expect(page.locator('.lesson-outcome')).toHaveText('No prediction was made before these runs. It came out smaller.');
  await expect(page.locator('.lesson-after')).toBeVisible();
});

test('a file that is no lesson is refused with every fault named, chosen or dropped', async ({ lab }) => {
  const { page } = lab;
  await lab.open('v=1&device=cpu');
  await lab.reaches('ready');
  const [first, second] = TINY_LESSON.steps;
  await choose(page, { ...TINY_LESSON, title: 7, steps: [{ ...first, text: '' }, { ...second, question: { ...second?.question, measure: 'beauty' } }] }, 'bad.json');
  await expect(page.getByRole('heading', { name: 'bad.json cannot be used as a lesson' })).toBeFocused();
  await expect(page.locator('.lesson-faults li')).toHaveText([
    'The lesson as a whole, title: found the number 7, expected a text',
    'Step 1, text: found an empty text, expected one of 1 to 20000 characters',
    /^Step 2, question\.measure: found "beauty", expected accuracy_gap, /,
  ]);
  await lab.button('Close lesson').click();
  await expect(page.locator('#lesson')).toBeHidden();

  await drop(page, '{"format": 2}', 'newer.json');
  await expect(page.locator('.lesson-faults li')).toHaveText(['The lesson as a whole, format: found 2, this page knows format 1: the lesson was made for a newer one']);
  await drop(page, '{', 'cut.json');
  await expect(page.locator('.lesson-faults li')).toHaveText([/^The lesson as a whole, file: found no JSON \(EOF/]);
  await drop(page, JSON.stringify(TINY_LESSON), 'tiny.json');
  await expect(stepTitle(page)).toHaveText('Step 1 of 3 Train accuracy');
});

test('a link that names a lesson which is not there says what there is', async ({ lab }) => {
  await lab.open('v=1&device=cpu&lesson=%3Cb%3Enone');
  await expect(lab.notices).toContainText('lesson: found "<b>none", expected one of does-dropout-help, exercises-1-to-4; no lesson is opened.');
  await expect(lab.page.locator('#lesson')).toBeHidden();
  await lab.follow('v=1&device=cpu&lesson=file');
  await expect(lab.notices).toContainText('This link belongs to a lesson file that is not kept in this browser');
});

for (const { name, title, minutes } of SHIPPED) {
  test(`"${title}" opens from the list, and every step of it without a notice`, async ({ lab }) => {
    const { page } = lab;
    await lab.open('v=1&device=cpu');
    await expect(page.locator('#lesson-list li').filter({ hasText: title })).toContainText(`${String(minutes)} minutes`);
    await page.locator('#lesson-list').getByRole('link', { name: title }).click();
    await expect(page.locator('#lesson').getByRole('heading', { name: title })).toBeVisible();
    const steps = Number(/of (\d+)/.exec(await stepTitle(page).innerText())?.[1]);
    expect(steps).toBeGreaterThan(5);
    for (let step = 1; step <= steps; step += 1) {
      await expect(stepTitle(page)).toContainText(`Step ${String(step)} of ${String(steps)}`);
      await expect.poll(() => lab.link).toContain(`lesson=${name}`);
      await expect(page.locator('.lesson-elsewhere')).toBeHidden();
      await expect(page.locator('.lesson-text').first()).not.toBeEmpty();
      if (step < steps) await lab.button('Next').click();
    }
    await expectNoNotice(lab);
  });
}

test('hostile Markdown leaves no element, no attribute and no address behind', async ({ lab }) => {
  const { page } = lab;
  const hostile = readFileSync(new URL('./hostile.md', import.meta.url), 'utf8');
  await lab.open('v=1&device=cpu');
  const [first] = TINY_LESSON.steps;
  await choose(page, { ...TINY_LESSON, about: hostile, steps: [{ ...first, text: hostile, after: hostile, question: { ...first?.question, text: hostile } }] });
  await expect(stepTitle(page)).toBeVisible();
  const found = await page.locator('.lesson-text').evaluateAll((places) =>
    places.flatMap((place) => [...place.querySelectorAll('*')].map((element) => ({ tag: element.localName, attributes: [...element.attributes].map(({ name, value }) => `${name}=${value}`) }))),
  );
  const tags = new Set(found.map(({ tag }) => tag));
  expect([...tags].filter((tag) => !/^(p|br|h[456]|ul|ol|li|strong|em|del|code|pre|blockquote|hr|a|table|thead|tbody|tr|th|td|div)$/.test(tag))).toEqual([]);
  const attributes = new Set(found.filter(({ attributes }) => !attributes.includes('class=lesson-about')).flatMap(({ attributes }) => attributes));
  expect([...attributes].filter((one) => !/^(href=(https?:\/\/|#)|target=_blank$|rel=noopener noreferrer$|tabindex=0$|start=\d+$)/.test(one))).toEqual([]);
  // Markup is shown as it was typed.
  await expect(page.locator('.lesson-text').first()).toContainText('<script>globalThis.hostile = 1</script>');
  const links = page.locator('.lesson-text a[href]');
  expect(await links.count()).toBeGreaterThan(0);
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  }
  expect(await page.evaluate(() => 'hostile' in globalThis)).toBe(false);
});

test('a lesson is made in the builder, kept through a reload, saved as a file, and played', async ({ lab }) => {
  const { page } = lab;
  await lab.open(`${SMALL}&drop=0,0.4,0.4`);
  await lab.button('Make a lesson').click();
  await expect(page.getByRole('heading', { name: 'Make a lesson' })).toBeFocused();
  await page.getByLabel('Title of the lesson').fill('Made here');
  await page.getByLabel('Minutes it takes').fill('2.5');
  await page.getByLabel('Title of the step').fill('First');
  await page.getByLabel('Text', { exact: true }).fill('Read **this**.');
  await page.getByLabel('Predict before the run').selectOption({ label: 'larger, smaller or no clear difference' });
  await expect(page.locator('.lesson-faults li')).toHaveText(['Step 1, question.text: found an empty text, expected one of 1 to 20000 characters']);
  await expect(lab.button('Try the lesson')).toBeDisabled();
  await page.getByLabel('The question', { exact: true }).fill('Larger?');
  await expect(page.getByText('No faults: the lesson can be played.')).toBeVisible();
  const preview = page.getByRole('region', { name: 'As a reader sees it' });
  await expect(preview.locator('strong')).toHaveText('this');
  await expect(preview.getByRole('radio', { name: 'Larger' })).toBeVisible();

  // Another step, about another experiment that is set up on the page meanwhile.
  await page.locator('#setting-lr').fill('0.2');
  await page.locator('#setting-lr').press('Enter');
  await lab.button('Add a step').click();
  await page.getByLabel('Title of the step').fill('Second');
  await page.getByLabel('Text', { exact: true }).fill('And this.');
  await expect(page.getByLabel('Link of the experiment')).toHaveValue(/lr=0\.2/);
  await page.getByText('Hide or lock controls').click();
  await page.locator('.builder-controls').getByLabel('Momentum').selectOption('hidden');
  await page.locator('.builder-controls').getByLabel('Batch size').selectOption('locked');
  await expect(page.getByLabel('Link of the experiment')).toHaveValue(/&hide=momentum&lock=batch$/);
  await lab.setSlider('Hidden 1', '0.7');
  await lab.button('Take the present experiment').click();
  await expect(page.getByLabel('Link of the experiment')).toHaveValue(/drop=0,0\.7,0\.4.*&hide=momentum&lock=batch$/);

  await lab.button('Move earlier').click();
  await expect(page.locator('.builder-steps li')).toHaveText(['Second', 'First']);
  await lab.button('Remove this step').click();
  await expect(page.locator('.builder-steps li')).toHaveText(['First']);
  await page.locator('#lesson').getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.locator('.builder-steps li')).toHaveText(['Second', 'First']);

  await lab.reload();
  await expect(page.getByLabel('Title of the lesson')).toHaveValue('Made here');
  // A file counts whole minutes.
  await expect(page.getByLabel('Minutes it takes')).toHaveValue('3');
  await expect(page.locator('.builder-steps li')).toHaveText(['Second', 'First']);
  await page.locator('.builder-steps').getByRole('button', { name: 'First' }).click();
  await lab.button('Move earlier').click();
  const saved = page.waitForEvent('download');
  await lab.button('Download the lesson').click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('made-here.json');
  const text = readFileSync(await file.path(), 'utf8');
  expect((JSON.parse(text) as { $schema: string }).$schema).toMatch(/\/lessons\/lesson\.schema\.json$/);

  await lab.button('Try the lesson').click();
  await expect(stepTitle(page)).toHaveText('Step 1 of 2 First');
  await lab.reaches('ready');
  await page.getByRole('radio', { name: 'No clear difference' }).check();
  await lab.button('Lock in my prediction').click();
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(page.locator('.lesson-outcome')).not.toBeEmpty();

  // The saved file is what was made: a stranger plays it, and edits it further.
  const stranger = await lab.stranger();
  await stranger.open('v=1&device=cpu&lesson=builder');
  await stranger.page.locator('#lesson').getByLabel('Open a lesson file').setInputFiles(lessonFile(text, 'made-here.json'));
  await expect(stranger.page.locator('.builder-steps li')).toHaveText(['First', 'Second']);
  await stranger.page.context().close();
});

test('the schema of lesson files is at an address that stays', async ({ lab }) => {
  await lab.open('v=1&device=cpu');
  const schema = await lab.page.evaluate(async () => (await fetch('lessons/lesson.schema.json')).json() as Promise<{ title: string }>);
  expect(schema.title).toBe('A lesson of Dropout Lab');
});

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors, viewport: { width: 360, height: 740 } });

    test('a lesson and the builder have nothing for axe to find, and fit 360 pixels', async ({ lab }) => {
      const { page } = lab;
      await lab.open('v=1&device=cpu');
      await lab.reaches('ready');
      await choose(page, TINY_LESSON);
      await lab.reaches('ready');
      await sound(page);
      await page.getByRole('radio', { name: 'Smaller' }).check();
      await lab.button('Lock in my prediction').click();
      await lab.button('Run').click();
      await lab.reaches('finished');
      await expect(page.locator('.lesson-outcome')).not.toBeEmpty();
      await sound(page);
      await page.locator('#setting-lr').fill('0.2');
      await page.locator('#setting-lr').press('Enter');
      await expect(page.locator('.lesson-elsewhere')).toBeVisible();
      await sound(page);
      await lab.button('Close lesson').click();
      await lab.button('Make a lesson').click();
      await page.getByText('Hide or lock controls').click();
      await page.getByLabel('Predict before the run').selectOption('number');
      await sound(page);
      await choose(page, '{', 'cut.json');
      await expect(page.locator('.lesson-faults li')).toHaveCount(1);
      await sound(page);
    });
  });
}

/** Nothing is said but that this machine is slow to read what the browser keeps. */
async function expectNoNotice(lab: LabPage): Promise<void> {
  const notices = await lab.page.locator('#notices .notice p').allTextContents();
  expect(notices.filter((text) => !text.includes('could not be read within two seconds'))).toEqual([]);
}

function stepTitle(page: Page): ReturnType<Page['locator']> {
  return page.locator('#lesson-step-title');
}

/** Reaches a button by Tab, from wherever the focus is, and presses it. */
async function pressByKeyboard(page: Page, name: string, direction: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await tabTo(page, page.getByRole('button', { name, exact: true }), direction);
  await page.keyboard.press('Enter');
}

async function tabTo(page: Page, wanted: Locator, direction: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(direction);
  }
  throw new Error(`Tab did not reach ${String(wanted)} within 60 presses.`);
}

/** Drops a file on the page. */
async function drop(page: Page, text: string, name: string): Promise<void> {
  const dropped = await page.evaluateHandle(
    ([content, file_name]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], file_name ?? '', { type: 'application/json' }));
      return transfer;
    },
    [text, name],
  );
  await page.dispatchEvent('html', 'drop', { dataTransfer: dropped });
}

async function sound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('#lesson').include('.lesson-strip').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}

