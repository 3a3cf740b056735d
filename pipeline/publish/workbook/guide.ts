import { spaced } from '../../french.ts'
import type { Contract } from '../../models/meta.ts'
import { tableComment } from '../../warehouse/comments.ts'
import type { Connection } from '../../warehouse/connection.ts'
import type { Link, Sheet, SheetRow } from '../xlsx/sheet.ts'
import { quoteSheet } from '../xlsx/xml.ts'
import { banner, heading, link, plainText, title } from './looks.ts'

/** A sheet with the words that introduce it. */
export interface Entry {
  sheet: string
  about: string
}

/** What a sheet of sources has to tell, from the warehouse. */
export interface Sources {
  files: { statut: string; nombre: number }[]
  published: string[]
  hypotheses: string[]
}

/** Reads it from the public schema. */
export async function readSources(connection: Connection): Promise<Sources> {
  const files = await connection.query<{ statut: string; nombre: number }>(
    'SELECT statut, count(*) AS nombre FROM bilan.fichiers GROUP BY statut ORDER BY statut',
  )
  const published = await connection.query<{ fichier: string }>(
    `SELECT DISTINCT regexp_replace(source, ', ligne [0-9]+$', '') AS fichier
     FROM bilan.reconciliation ORDER BY fichier`,
  )
  const hypotheses = await connection.query<{ hypothese: string }>(
    'SELECT libelle AS hypothese FROM bilan.hypotheses WHERE appliquee ORDER BY hypothese',
  )
  return {
    files,
    published: published.map((one) => one.fichier),
    hypotheses: hypotheses.map((one) => one.hypothese),
  }
}

/** Words on a public table. */
export function tableEntry({ purpose, grain }: Contract, sheet: string): Entry {
  return { sheet, about: tableComment(purpose, grain) }
}

/** The first sheet: what the workbook is, how to read it, where each thing is, what it was made of. */
export function guideSheet(
  name: string,
  titleText: string,
  notice: string | null,
  printed: readonly Entry[],
  tables: readonly Entry[],
  sources: Sources,
  pageHead: string,
): Sheet {
  const links: Link[] = []
  const rows: SheetRow[] = []
  const line = (value: string) =>
    rows.push({ cells: [null, { value: spaced(value), look: plainText }], height: height(value) })
  const head = (value: string) => rows.push({ cells: [] }, { cells: [{ value, look: heading }] })
  const list = (entries: readonly Entry[]) => {
    for (const { sheet, about } of entries) {
      rows.push({
        cells: [
          { value: sheet, look: link },
          { value: spaced(about), look: plainText },
        ],
        height: height(about),
      })
      links.push({ cell: `A${rows.length}`, to: `${quoteSheet(sheet)}!A1` })
    }
  }
  rows.push({ cells: [{ value: titleText, look: title }], height: 24 })
  if (notice !== null) {
    const look = { ...banner, wrap: true }
    rows.push({
      cells: [
        { value: notice, look },
        { value: null, look },
      ],
      height: height(notice),
    })
  }
  head('Les tableaux')
  list(printed)
  head('Comment lire')
  for (const text of reading) line(text)
  for (const hypothese of sources.hypotheses) line(`Hypothèse des bornes : ${hypothese}.`)
  head('Les tables')
  list(tables)
  head('Sources')
  const files = sources.files.map(({ statut, nombre }) => `${nombre} ${statut}`).join(', ')
  line(
    files === ''
      ? 'Aucun fichier reçu.'
      : `Fichiers reçus, par statut : ${files} ; chacun, avec son empreinte et sa raison, à la feuille fichiers.`,
  )
  line(
    sources.published.length === 0
      ? 'Aucun chiffre publié à rapprocher.'
      : `Chiffres publiés : ${sources.published.join(', ')} ; chacun en face du chiffre calculé à la feuille reconciliation.`,
  )
  line(
    'Chaque chiffre lu, avec son fichier, sa feuille, sa cellule et le texte qui s’y trouvait : feuille observations.',
  )
  return {
    name,
    rows,
    widths: [26, 110],
    frozen: { rows: 0, columns: 0 },
    printArea: () => `A1:B${rows.length}`,
    ...(notice === null ? {} : { merged: ['A2:B2'] }),
    notes: [],
    links,
    pageHead,
  }
}

/** Points that a text of the wide column needs: its lines are as tall as the sheet's. */
function height(text: string): number {
  return 15 * Math.ceil(text.length / 105)
}

const reading = [
  'Les chiffres des tableaux sont des formules sur la feuille laureats : modifier une valeur là-bas montre ce qui change ici ; la feuille Contrôle compte alors ce qui diffère de l’entrepôt.',
  'Chaque ratio est une somme sur une somme, jamais une moyenne de ratios, arrondi au pour cent, la moitié vers le haut.',
  'Deux lectures : « publiée » suit les règles du document ; « cohérente » compte toujours au total le potentiel de chaque lauréat. Là où elles diffèrent, la case est colorée et la seconde lecture est à droite.',
  'Une donnée manquante reste vide, jamais un zéro ; la ligne « Données non disponibles » compte des lauréats. Les commentaires de cellule disent qui manque et entre quelles valeurs se trouve la vérité.',
  'Les bénéficiaires uniques additionnés sont un majorant : les territoires des lauréats se recouvrent.',
]
