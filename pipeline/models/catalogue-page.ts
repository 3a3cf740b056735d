import { spaced } from '../french.ts'
import type { ModelColumn } from './header.ts'
import { type Layer, layers, type Model } from './model.ts'

/** What people call each layer, the published one first. */
const titles: Record<Layer, string> = {
  bilan: 'Ce qui se publie (`bilan`)',
  intermediate: 'Ce qui décide (`intermediate`)',
  staging: 'Ce qui entre, mis au propre (`staging`)',
}

/**
 * The text of `docs/catalogue.md`, in French: the graph of the models, then each table with what a row is, what it is
 * made of, what reads it, and the definition of every column. It follows from the headers in `sql/` alone.
 */
export function cataloguePage(models: readonly Model[]): string {
  const published = [...layers].reverse()
  const sections = published.flatMap((layer) => [
    `## ${titles[layer]}`,
    ...models
      .filter((model) => model.schema === layer)
      .sort(byName)
      .map((model) => tableSection(model, models)),
  ])
  const index = models
    .filter((model) => model.schema === 'bilan')
    .sort(byName)
    .map((model) => `- ${link(model.name)} : ${model.header.grain}`)
  return `${spaced(
    [
      '<!-- Written by `npm run generate` from the headers in sql/: change those. -->',
      '# Catalogue',
      'Chaque table de l’entrepôt et chaque colonne, telles que les modèles de `sql/` les définissent. La table `bilan.catalogue` dit la même chose dans l’entrepôt, et les commentaires des tables aussi.',
      index.join('\n'),
      '## Le graphe des modèles',
      'Une flèche va d’une table à celle qui la lit. Les règles du bilan (`staging.stg_regles__…`), que presque tous lisent, n’y sont pas ; les listes « Faite de » et « Lue par » de chaque table sont complètes.',
      graph(models),
      ...sections,
    ].join('\n\n'),
  )}\n`
}

/** Mermaid: a box a layer, an arrow a reading. */
function graph(models: readonly Model[]): string {
  const shown = models.filter((model) => !model.table.startsWith('stg_regles__'))
  const names = new Set(shown.map((model) => model.name))
  const boxes = layers.flatMap((layer) => [
    `  subgraph ${layer}`,
    ...shown
      .filter((model) => model.schema === layer)
      .map((model) => model.table)
      .sort()
      .map((table) => `    ${table}`),
    '  end',
  ])
  const arrows = shown
    .flatMap((model) =>
      model.upstreams
        .filter((upstream) => names.has(upstream))
        .map((upstream) => `  ${bare(upstream)} --> ${model.table}`),
    )
    .sort()
  return ['```mermaid', 'flowchart LR', ...boxes, ...arrows, '```'].join('\n')
}

function tableSection(model: Model, models: readonly Model[]): string {
  const { header, upstreams, name } = model
  const readers = models.filter((other) => other.upstreams.includes(name)).sort(byName)
  const columns = Object.entries(header.columns).map(([column, spec]) =>
    columnRow(column, spec, header.key.includes(column)),
  )
  const lines = [
    `### ${name}`,
    header.purpose.trim(),
    [
      `- Une ligne : ${header.grain}.`,
      ...(header.materialized === 'view'
        ? ['- Une vue : elle se refait à chaque lecture et ne s’exporte pas.']
        : []),
      `- Faite de : ${list(upstreams)}.`,
      `- Lue par : ${list(readers.map((reader) => reader.name))}.`,
    ].join('\n'),
    [
      '| colonne | type | unité | vide | définition |',
      '| --- | --- | --- | --- | --- |',
      ...columns,
    ].join('\n'),
  ]
  return lines.join('\n\n')
}

function columnRow(name: string, column: ModelColumn, isKey: boolean): string {
  const values = column.values === undefined ? '' : ` Valeurs : ${column.values.join(', ')}.`
  const cells = [
    isKey ? `**\`${name}\`**` : `\`${name}\``,
    column.type,
    column.unit ?? '',
    column.nullable ? 'oui' : '',
    `${column.description}${values}`,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}

/** Tables that the page describes are links to their section; sources are only named. */
function list(names: readonly string[]): string {
  if (names.length === 0) return 'aucune'
  return names.map(link).join(', ')
}

function link(name: string): string {
  const layer = name.slice(0, name.indexOf('.'))
  const described = layers.some((one) => one === layer)
  return described ? `[${name}](#${name.replace('.', '')})` : `\`${name}\``
}

function bare(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}

function byName(a: Model, b: Model): number {
  return a.name < b.name ? -1 : 1
}
