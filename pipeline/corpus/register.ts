import Papa from 'papaparse'
import type { Convention } from './bodies.ts'

/** The register's columns, in their order. */
export const registerColumns = [
  'convention',
  'aap',
  'siren',
  'nom',
  'type_structure',
  'departement',
  'potentiel_achat',
  'montant_projet',
  'subvention_etat',
] as const

/** Cents as EUR: `88767.40`. */
function euros(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

/** Lines of `laureats.csv` for these conventions, each ended by a line feed; with the header when asked. */
export function registerLines(conventions: readonly Convention[], header: boolean): string {
  const rows = conventions.map((c) => [
    c.convention,
    c.aap,
    c.body.siren,
    c.body.nom,
    c.body.type,
    c.body.departement,
    c.potentiel,
    euros(c.montant),
    euros(c.subvention),
  ])
  const lines = Papa.unparse([...(header ? [[...registerColumns]] : []), ...rows], {
    newline: '\n',
  })
  return `${lines}\n`
}
