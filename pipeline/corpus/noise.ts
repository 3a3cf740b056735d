import type { Paths } from './paths.ts'
import type { Random } from './random.ts'
import { of, villages } from './toponyms.ts'
import type { Report, TrueFile } from './truth.ts'
import { places } from './words.ts'
import { encodeBook, type Page } from './workbook.ts'

const planning: Page = {
  name: 'Planning',
  rows: [
    ['Calendrier des relances'],
    [],
    ['Étape', 'Échéance', 'Responsable'],
    ['Première relance', '15/01/2024', 'Chargée de mission'],
    ['Deuxième relance', '15/02/2024', 'Chargée de mission'],
    ['Clôture de la collecte', '29/03/2024', 'Chef de projet'],
  ],
}

const readme = `Dossier de collecte
Les envois sont classés comme ils sont arrivés.
Ne pas renommer les fichiers.
`

function nothing(format: string, statut: TrueFile['statut'], admis: string[]): TrueFile {
  return {
    statut,
    statuts_admis: admis,
    forme: 'hors_sujet',
    format,
    encodage: format === 'csv' ? 'utf-8' : null,
    conventions: [],
  }
}

/** Papers that got among the reports: one of these twice, a read-me, a planning, a list of places, an empty file. */
export function drawNoise(reports: readonly Report[], paths: Paths, rng: Random): Report[] {
  const noise: Report[] = []
  const copied = rng
    .shuffle(reports)
    .find((r) => r.attendu.forme === 'formulaire' && r.valeurs.length > 0)
  if (copied !== undefined) {
    // Which of the two counts is of no consequence: they are the same bytes.
    copied.attendu = { ...copied.attendu, statuts_admis: ['lu', 'doublon'] }
    const name = copied.fichier.split('/').at(-1)!
    noise.push({
      ...copied,
      fichier: paths.claim(`Boîte de réception/Fwd ${name}`, 'copie'),
      attendu: { ...copied.attendu, statut: 'doublon' },
    })
  }
  const list: Page = {
    name: 'Lieux',
    rows: [
      ['Lieu', 'Commune', 'Jours d’ouverture'],
      ...rng
        .shuffle(villages)
        .slice(0, 8)
        .map((v) => [
          `${rng.pick(places)} ${of(v)}`,
          v,
          rng.pick(['lundi', 'mardi et jeudi', 'mercredi']),
        ]),
    ],
  }
  noise.push(
    {
      fichier: paths.claim('LISEZMOI.txt', 'collecte'),
      bytes: Buffer.from(readme, 'utf8'),
      attendu: nothing('csv', 'sans_donnee', ['sans_donnee', 'rejete']),
      valeurs: [],
    },
    {
      fichier: paths.claim('Planning des relances.xlsx', 'collecte'),
      bytes: encodeBook([planning], 'xlsx'),
      attendu: nothing('xlsx', 'sans_donnee', ['sans_donnee']),
      valeurs: [],
    },
    {
      fichier: paths.claim('Pièces jointes/Liste des lieux labellisés.ods', 'collecte'),
      bytes: encodeBook([list], 'ods'),
      attendu: nothing('ods', 'sans_donnee', ['sans_donnee']),
      valeurs: [],
    },
    {
      fichier: paths.claim('Pièces jointes/Nouveau document.txt', 'collecte'),
      bytes: new Uint8Array(),
      attendu: nothing('', 'rejete', ['rejete']),
      valeurs: [],
    },
  )
  return noise
}
