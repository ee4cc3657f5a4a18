/** @file Keeps the page for use without a network, says whether that worked, and offers newer versions. */

import { texts } from '../texts/texts';
import { byId, setText } from '../views/element';
import { sentence } from '../workbench';

/** A tab that stays open looks for a newer version this often, when it is looked at. */
const LOOK_AGAIN_MILLIS = 3_600_000;

/** Starts the service worker; the footer says what came of it. */
export async function keepForOffline(): Promise<void> {
  const said = byId('offline-text', HTMLElement);
  if (!('serviceWorker' in navigator)) {
    const why = isSecureContext ? texts().offline.unsupported : texts().offline.insecure;
    return setText(said, why);
  }
  try {
    // Extensions that block service workers give back nothing, without a word.
    const registration = (await navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI))) as ServiceWorkerRegistration | undefined;
    if (!registration) return setText(said, texts().offline.unsupported);
    watchInstalling(registration, said);
    offerUpdates(registration);
    await navigator.serviceWorker.ready;
    setText(said, texts().offline.kept);
  } catch (error) {
    setText(said, texts().offline.failed(sentence(error)));
  }
}

/** A first version that cannot be kept as a whole is given up by the browser, without a word. */
function watchInstalling({ installing, active }: ServiceWorkerRegistration, said: HTMLElement): void {
  if (active || !installing) return;
  installing.addEventListener('statechange', () => {
    if (installing.state === 'redundant') setText(said, texts().offline.failed(texts().offline.incomplete));
  });
}

/** A newer version is offered once it is here as a whole; it waits until the reader takes it. */
function offerUpdates(registration: ServiceWorkerRegistration): void {
  const offer = (): void => {
    if (registration.waiting && navigator.serviceWorker.controller) show(registration.waiting);
  };
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', offer);
  });
  offer();
  let looked_at = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || performance.now() - looked_at < LOOK_AGAIN_MILLIS) return;
    looked_at = performance.now();
    // Without a network there is nothing newer to be had.
    registration.update().catch(() => undefined);
  });
}

function show(waiting: ServiceWorker): void {
  const panel = byId('update', HTMLElement);
  const take = byId('take-update', HTMLButtonElement);
  setText(byId('update-text', HTMLElement), texts().offline.update);
  setText(take, texts().offline.take);
  panel.hidden = false;
  take.onclick = () => {
    take.disabled = true;
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage({ type: 'SKIP_WAITING' });
  };
}
