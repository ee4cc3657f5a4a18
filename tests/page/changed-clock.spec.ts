/** @file The machine's clock jumps while the page is open: order, pace and time left do not go by it. */
import { expect, type LabPage, LONG, SMALL, test } from './lab-page';

const DAY = 24 * 3600 * 1000;

declare global {
  var TrueDate: DateConstructor | undefined;
}

test('after the clock was set back by a day the newest experiment is first all the same, now and after a reload', async ({ lab }) => {
  await lab.finish(SMALL);
  const before = Date.now();
  await setClock(lab, -DAY);
  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await lab.keeps({ runs: 6, entries: 2 });
  await expect.poll(() => titles(lab)).toEqual(['dropout 0 / 0.8 / 0.5', 'dropout 0 / 0.5 / 0.5']);
  // What is said of it is what the clock said.
  const [newest] = await lab.page.locator('.entry time').evaluateAll((all) => all.map((time) => Date.parse(time.getAttribute('datetime') ?? '')));
  expect(newest).toBeLessThan(before);
  await lab.reload();
  await lab.reaches('finished');
  await expect.poll(() => titles(lab)).toEqual(['dropout 0 / 0.8 / 0.5', 'dropout 0 / 0.5 / 0.5']);
  await (await lab.openHistory()).getByRole('button', { name: 'Delete', exact: true }).first().click();
  await (await lab.openHistory()).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => titles(lab)).toEqual(['dropout 0 / 0.8 / 0.5', 'dropout 0 / 0.5 / 0.5']);
});

test('a clock that was wrong by a day and is mended leaves later experiments first', async ({ lab }) => {
  await setClock(lab, DAY);
  await lab.finish(SMALL);
  await setClock(lab, 0);
  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await expect.poll(() => titles(lab)).toEqual(['dropout 0 / 0.8 / 0.5', 'dropout 0 / 0.5 / 0.5']);
});

for (const [name, jump] of [['forward', DAY], ['back', -DAY]] as const) {
  test(`a clock set ${name} by a day in the middle of training changes neither pace nor time left`, async ({ lab }) => {
    await lab.open(LONG);
    await lab.button('Run').click();
    const told = lab.page.locator('#progress-text');
    await expect(told).toHaveText(/steps per second over all runs, .+ left/, { timeout: 60_000 });
    const rate = await rateOf(lab);
    await setClock(lab, jump);
    const epoch = await lab.epoch();
    await lab.passesEpoch(epoch + 20);
    await expect(told).toHaveText(/steps per second over all runs, .+ left/);
    // A day within seconds, or less than none, would show.
    expect(await rateOf(lab)).toBeGreaterThan(rate / 10);
    expect(await rateOf(lab)).toBeLessThan(rate * 10);
  });
}

/** What changing the machine's clock does to a page: its dates jump, now and after each load, while `performance.now` goes on as it was. */
async function setClock(lab: LabPage, shift: number): Promise<void> {
  await lab.page.addInitScript(shiftDates, shift);
  await lab.page.evaluate(shiftDates, shift);
}

/** Runs in the page. */
function shiftDates(shift: number): void {
  const TrueDate = globalThis.TrueDate ?? Date;
  globalThis.TrueDate = TrueDate;
  const now = (): number => TrueDate.now() + shift;
  globalThis.Date = new Proxy(TrueDate, {
    construct: (_, given: []) => Reflect.construct(TrueDate, given.length === 0 ? [now()] : given) as Date,
    get: (_, name) => (name === 'now' ? now : (Reflect.get(TrueDate, name) as unknown)),
  });
}

async function rateOf(lab: LabPage): Promise<number> {
  const text = await lab.page.locator('#progress-text').innerText();
  return Number(/([\d,]+) steps per second/.exec(text)?.[1]?.replaceAll(',', ''));
}

async function titles(lab: LabPage): Promise<string[]> {
  return (await lab.openHistory()).locator('.entry h3').allInnerTexts();
}
