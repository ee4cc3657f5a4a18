/** @file All that the page says, in German. */

import type { Texts } from './texts';

export const de: Texts = {
  language: {
    name: 'Deutsch',
  },
  files: {
    names: {
      trainer: 'Der Trainer',
      page: 'Das Modul der Seite',
      statistics: 'Das Modul der Statistik',
      sharing: 'Das Modul zum Weitergeben',
      manifest: 'Das Verzeichnis der Daten',
      worker: 'Das Skript der Worker',
    },
    unreachable: (file) => `${file} konnte nicht geladen werden: keine Verbindung zum Server dieser Seite.`,
    status: (file, status) => `${file} konnte nicht geladen werden: Der Server antwortete ${String(status)}.`,
    page: (file) => `${file} konnte nicht geladen werden: Der Server hat diese Datei nicht und schickte stattdessen eine Webseite.`,
    broken_off: (file, found) => `${file} brach nach ${String(found)} Bytes ab: Die Verbindung zum Server ging verloren.`,
    length: (file, found, expected) =>
      `${file}: ${String(found)} Bytes gefunden, ${String(expected)} erwartet; unterwegs abgeschnitten oder aus einer anderen Fassung dieser Seite.`,
    digest: (file, found, expected) => `${file}: Die SHA-256 beginnt mit ${found}, erwartet war ${expected}; unterwegs beschädigt oder aus einer anderen Fassung dieser Seite.`,
    unusable: (file, why) => `${file} ist nicht brauchbar: ${why}. Unterwegs beschädigt oder aus einer anderen Fassung dieser Seite.`,
    too_few: (train, test, wanted_train, wanted_test) =>
      `Die Daten haben ${String(train)} Trainings- und ${String(test)} Testbeispiele, erwartet waren mindestens ${String(wanted_train)} und ${String(wanted_test)}; sie gehören zu einer anderen Fassung dieser Seite.`,
  },
  start: {
    fault: (what) => `Etwas ging schief: ${what}`,
    failed: (why) => `Die Seite konnte nicht starten: ${why}`,
  },
  later: {
    missing: (why) => `Dieser Teil der Seite konnte nicht geladen werden: ${why}`,
    offline: 'keine Verbindung zum Server dieser Seite. Was geladen ist, läuft weiter; mit Verbindung genügt ein neuer Versuch.',
    replaced: 'Die Seite wurde durch eine neuere Fassung ersetzt, seit sie geöffnet wurde. Nach dem Neuladen sind die Einstellungen aus der Adresse wieder da, fertige Läufe aus diesem Browser.',
    status: (file, status) => `Der Server antwortete ${String(status)} auf ${file}. Ein neuer Versuch braucht ein Neuladen der Seite; die Adresse behält die Einstellungen.`,
    page: (file) => `Der Server hat ${file} nicht und schickte stattdessen eine Webseite. Ein neuer Versuch braucht ein Neuladen der Seite; die Adresse behält die Einstellungen.`,
    came_late: 'Der Server schickte ihn zuerst nicht, hat ihn jetzt aber. Die Seite muss neu geladen werden; die Adresse behält die Einstellungen.',
    no_answer: 'Der Browser sagt nicht, warum. Ein neuer Versuch braucht ein Neuladen der Seite; die Adresse behält die Einstellungen.',
  },
  notices: {
    dismiss: 'Diesen Hinweis schließen',
    reload: 'Seite neu laden',
    times: (count) => `×${String(count)}`,
    replaced: 'Diese Seite wurde auf dem Server durch eine neuere Fassung ersetzt, seit sie geöffnet wurde; daher fehlen Dateien. Nach dem Neuladen sind die Einstellungen aus der Adresse wieder da, fertige Läufe aus diesem Browser.',
  },
  offline: {
    kept: 'Diese Seite ist im Browser aufgehoben und läuft ohne Netz, mit den bisher benutzten Beispielen.',
    unsupported: 'Dieser Browser kann die Seite nicht für den Gebrauch ohne Netz aufheben.',
    insecure: 'Über eine ungesicherte Verbindung (http) lässt sich die Seite nicht für den Gebrauch ohne Netz aufheben.',
    failed: (why) => `Die Seite konnte nicht für den Gebrauch ohne Netz aufgehoben werden: ${why}`,
    update: 'Eine neuere Fassung dieser Seite liegt bereit. Sie ersetzt diese erst auf Wunsch; Einstellungen und fertige Läufe bleiben.',
    take: 'Neuere Fassung verwenden',
  },
};
