/** @file A reader who moves and presses without a pause: nothing fails, nothing piles up, and what is shown in the end is what a calm reader gets. */
import { expect, type LabPage, SMALL, test } from './lab-page';

const MOVES = 200;
const PLAYED = SMALL.replace('epochs=3', 'epochs=6');

test('two hundred slider moves in ten seconds end with the curves of the last one, and no worker or run set more', async ({ lab }) => {
  await lab.open(PLAYED);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
  const workers = lab.page.workers().length;
  const slider = lab.slider('Hidden 1');
  expect(await slider.evaluate(moveWithoutPause, MOVES)).toBe(MOVES);
  const value = await slider.inputValue();
  await expect.poll(() => lab.link).toContain(`drop=0,${value},0.5`);
  await lab.reaches('finished');
  await calm(lab, workers);
  await equalsFresh(lab);
});

test('a pointer that drags to and fro while everything trains ends the same way', async ({ lab }) => {
  await lab.open(PLAYED);
  await lab.reaches('ready');
  await lab.button('Run').click();
  const slider = lab.slider('Hidden 2');
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('The slider is not shown.');
  const y = box.y + box.height / 2;
  for (let drag = 0; drag < 20; drag += 1) {
    await lab.page.mouse.move(box.x + box.width * (0.2 + 0.03 * drag), y);
    await lab.page.mouse.down();
    await lab.page.mouse.move(box.x + box.width * (0.9 - 0.03 * drag), y, { steps: 9 });
    await lab.page.mouse.up();
  }
  await expect.poll(() => lab.link).toContain(`drop=0,0.5,${await slider.inputValue()}`);
  await lab.reaches('finished');
  await calm(lab, 2);
  await equalsFresh(lab);
});

test('two hundred presses of Run, Pause, Step and Reset leave a page that runs to the end', async ({ lab }) => {
  await lab.open(PLAYED);
  await lab.reaches('ready');
  const workers_after = 2;
  // Real clicks, on whatever of them can be pressed just then.
  const buttons = ['Run', 'Pause', 'Run', 'Step', 'Pause', 'Run', 'Reset'];
  for (let press = 0; press < MOVES; press += 1) {
    const button = lab.button(buttons[press % buttons.length] ?? 'Run');
    if (await button.isEnabled()) await button.click({ timeout: 2000 }).catch(() => undefined);
  }
  await expect(async () => {
    if (await lab.button('Run').isEnabled()) await lab.button('Run').click();
    await expect(lab.root).toHaveAttribute('data-state', 'finished', { timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  await calm(lab, workers_after);
  await equalsFresh(lab);
});

/** Nothing has piled up, and nothing went wrong. */
async function calm(lab: LabPage, workers: number): Promise<void> {
  expect(lab.page.workers()).toHaveLength(workers);
  await expect(lab.notices).not.toContainText('wrong');
  await expect(lab.page.getByRole('alert')).toBeHidden();
}

/** The table is the one that a page shows that went there at once. */
async function equalsFresh(lab: LabPage): Promise<void> {
  const stranger = await lab.stranger();
  await stranger.finish(lab.link);
  for (const arm of ['baseline', 'treatment']) await expect.poll(() => lab.table(arm)).toEqual(await stranger.table(arm));
}

/** Runs in the page: what a hand does that moves a slider twenty times a second, for ten seconds; how often it did. */
function moveWithoutPause(element: HTMLElement | SVGElement, moves: number): Promise<number> {
  const slider = element as HTMLInputElement;
  return new Promise((resolve) => {
    let moved = 0;
    const timer = setInterval(() => {
      if (moved === moves) {
        clearInterval(timer);
        slider.dispatchEvent(new Event('change', { bubbles: true }));
        resolve(moved);
        return;
      }
      moved += 1;
      if (moved % 7 < 4) slider.stepUp();
      else slider.stepDown();
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }, 50);
  });
}
