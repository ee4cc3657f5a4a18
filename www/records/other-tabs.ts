/** @file Tells other tabs of this page that what the browser keeps has changed, and hears it from them. */

/** The other tabs, as the keeper sees them. */
export interface OtherTabs {
  tell(): void;
  listen(onChange: () => void): void;
}

/** Nobody is told, nobody is heard. */
export const NOBODY: OtherTabs = { tell: () => undefined, listen: () => undefined };

/** Of several changes in a row, as when runs finish together, the others hear at most once in this time. */
const QUIET_MILLIS = 200;

/** All other tabs of this page in this browser; nobody where the browser has no channels between tabs. */
export function otherTabs(): OtherTabs {
  const channel = openChannel();
  let waits = false;
  return {
    tell: () => {
      if (!channel || waits) return;
      waits = true;
      setTimeout(() => {
        waits = false;
        channel.postMessage('changed');
      }, QUIET_MILLIS);
    },
    listen: (onChange) => channel?.addEventListener('message', onChange),
  };
}

function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel('dropout-lab');
  } catch {
    return undefined;
  }
}
