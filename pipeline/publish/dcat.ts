import { tableComment } from '../warehouse/comments.ts'
import type { ExportedFile, Form, Json, Resource } from './datapackage.ts'
import { type Metadata, noticeOf, type Origin, titleOf } from './origin.ts'

type Node = { [key: string]: Json }

const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  spdx: 'http://spdx.org/rdf/terms#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}
const fileTypes = 'http://publications.europa.eu/resource/authority/file-type/'
const mediaTypes = 'http://www.iana.org/assignments/media-types/'
const french = 'http://publications.europa.eu/resource/authority/language/FRA'

/** How each form is called where data sets are listed; what the European list of file types doesn't have is left out. */
const kinds: Record<Form | 'xlsx', { media: string; type?: string; about: string }> = {
  csv: { media: 'text/csv', type: 'CSV', about: 'CSV' },
  'csv-excel': { media: 'text/csv', type: 'CSV', about: 'CSV pour Excel en français' },
  parquet: { media: 'application/vnd.apache.parquet', about: 'Parquet' },
  xlsx: {
    media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    type: 'XLSX',
    about: 'Classeur : tableaux calculés, et une feuille par table',
  },
}

/**
 * The record of the exports for a catalogue of open data (DCAT-AP, as JSON-LD). Addresses are those that `raw/corpus.json` says
 * the exports will have; without one they are relative to the record. Publisher, licence and the like are there when it says them.
 */
export function dcat(resources: readonly Resource[], workbook: ExportedFile, origin: Origin): Json {
  const known = origin.metadonnees ?? {}
  const about = [noticeOf(origin), known.description ?? null].filter((one) => one !== null)
  const title = titleOf(origin)
  const tables = resources.map(({ contract }) => contract.model.replace(/^[^.]*\./, ''))
  return {
    '@context': context,
    '@id': known.page ?? `${known.adresse ?? ''}#jeu-de-donnees`,
    '@type': 'dcat:Dataset',
    'dct:title': inFrench(origin.synthetique ? `[Données synthétiques] ${title}` : title),
    'dct:description': inFrench([...about, `Tables : ${tables.join(', ')}.`].join(' ')),
    'dct:language': { '@id': french, '@type': 'dct:LinguisticSystem' },
    ...publication(known),
    'dcat:distribution': [
      distribution('xlsx', workbook, titleOf(origin), kinds.xlsx.about, known),
      ...resources.flatMap(({ contract, files }, i) =>
        (Object.keys(files) as Form[]).map((form) =>
          distribution(
            form,
            files[form],
            `${tables[i]!} (${kinds[form].about})`,
            tableComment(contract.purpose, contract.grain),
            known,
            `schemas/${tables[i]!}.json`,
          ),
        ),
      ),
    ],
  }
}

/** What is known of who publishes, where and about what. */
function publication(known: Metadata): Node {
  const { editeur, contact, mots_cles, territoire, page, debut, fin } = known
  const node: Node = {}
  if (editeur) {
    node['dct:publisher'] = {
      '@type': 'foaf:Agent',
      'foaf:name': inFrench(editeur.nom),
      ...(editeur.adresse === undefined
        ? {}
        : { 'foaf:homepage': { '@id': editeur.adresse, '@type': 'foaf:Document' } }),
    }
  }
  if (contact) {
    node['dcat:contactPoint'] = {
      '@type': 'vcard:Kind',
      'vcard:fn': contact.nom,
      ...(contact.courriel === undefined
        ? {}
        : { 'vcard:hasEmail': { '@id': `mailto:${contact.courriel}` } }),
    }
  }
  if (mots_cles) node['dcat:keyword'] = mots_cles.map(inFrench)
  if (territoire) node['dct:spatial'] = { '@id': territoire, '@type': 'dct:Location' }
  if (page) node['dcat:landingPage'] = { '@id': page, '@type': 'foaf:Document' }
  if (debut !== undefined || fin !== undefined) {
    node['dct:temporal'] = {
      '@type': 'dct:PeriodOfTime',
      ...(debut === undefined ? {} : { 'dcat:startDate': typed(debut, 'date') }),
      ...(fin === undefined ? {} : { 'dcat:endDate': typed(fin, 'date') }),
    }
  }
  return node
}

function distribution(
  form: Form | 'xlsx',
  { path, bytes, sha256 }: ExportedFile,
  title: string,
  description: string,
  { adresse = '', licence }: Metadata,
  schema?: string,
): Node {
  const { media, type } = kinds[form]
  const address = { '@id': `${adresse}${path}` }
  return {
    '@type': 'dcat:Distribution',
    'dct:title': inFrench(title),
    'dct:description': inFrench(description),
    'dcat:accessURL': address,
    'dcat:downloadURL': address,
    'dcat:mediaType': { '@id': `${mediaTypes}${media}`, '@type': 'dct:MediaType' },
    ...(type === undefined
      ? {}
      : { 'dct:format': { '@id': `${fileTypes}${type}`, '@type': 'dct:MediaTypeOrExtent' } }),
    'dcat:byteSize': typed(String(bytes), 'nonNegativeInteger'),
    'spdx:checksum': {
      '@type': 'spdx:Checksum',
      'spdx:algorithm': {
        '@id': 'spdx:checksumAlgorithm_sha256',
        '@type': 'spdx:ChecksumAlgorithm',
      },
      'spdx:checksumValue': typed(sha256, 'hexBinary'),
    },
    ...(licence === undefined
      ? {}
      : { 'dct:license': { '@id': licence, '@type': 'dct:LicenseDocument' } }),
    ...(schema === undefined
      ? {}
      : { 'dct:conformsTo': { '@id': `${adresse}${schema}`, '@type': 'dct:Standard' } }),
  }
}

function inFrench(text: string): Node {
  return { '@language': 'fr', '@value': text }
}

function typed(value: string, type: string): Node {
  return { '@type': `xsd:${type}`, '@value': value }
}
