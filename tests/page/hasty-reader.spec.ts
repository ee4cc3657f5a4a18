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
  for (let drag = 0; drag < 6; drag += 1) {
    await lab.page.mouse.move(box.x + box.width * (0.2 + 0.1 * drag), y);
    await lab.page.mouse.down();
    await lab.page.mouse.move(box.x + box.width * (0.9 - 0.1 * drag), y, { steps: 6 });
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
  expect(await lab.page.evaluate(pressWithoutPause, MOVES)).toBe(MOVES);
  await expect(async () => {
    if (await lab.button('Run').isEnabled()) await lab.button('Run').click();
    await expect(lab.root).toHaveAttribute('data-state', 'finished', { timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  await calm(lab, 2);
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

/** Runs in the page: presses whatever of these can be pressed just then, forty times a second; how often it did. */
function pressWithoutPause(presses: number): Promise<number> {
  const ids = ['run', 'pause', 'run', 'step', 'pause', 'run', 'reset'];
  return new Promise((resolve) => {
    let [pressed, turn] = [0, 0];
    const timer = setInterval(() => {
      const button = document.querySelector<HTMLButtonElement>(`#${ids[turn % ids.length] ?? ''}`);
      turn += 1;
      if (!button || button.disabled) return;
      button.click();
      pressed += 1;
      if (pressed < presses) return;
      clearInterval(timer);
      resolve(pressed);
    }, 25);
  });
}
