import { expect, test } from 'vitest'
import { type Body, NameIndex } from '../../pipeline/attach/names.ts'
import { bodyTypes } from '../../pipeline/inputs.ts'

const body = (nom: string): Body => ({ siren: nom, nom, conventions: [] })
const generic = (word: string) => ['bilan', 'pass', 'numerique', 'final', 'rapport'].includes(word)
const index = new NameIndex(
  [
    'Département de la Valserre',
    'Communauté de communes du Pays de Larzonnet',
    'Ville de Saint-Aurvel',
    "Association Le Relais d'Ostrelheim",
    'Métropole de Larzonnet-sur-Mer',
  ].map(body),
  await bodyTypes(),
  generic,
)
const find = (text: string) => index.find(text).map((m) => `${m.body.nom} (${m.strength})`)

test.each([
  ['CONSEIL DEPARTEMENTAL DE LA VALSERRE', ['Département de la Valserre (whole)']],
  ['rapport_valserre_final', ['Département de la Valserre (whole)']],
  ['Bilan du CD de la Valserre pour le comité', ['Département de la Valserre (whole)']],
  ['Valserre et ses amis', ['Département de la Valserre (part)']],
  ['CC Pays de Larzonnet', ['Communauté de communes du Pays de Larzonnet (whole)']],
  ['le relais d’ostrelheim (association)', ["Association Le Relais d'Ostrelheim (whole)"]],
  ['Commune de Saint-Aurvel', ['Ville de Saint-Aurvel (whole)']],
])('%s names %j', (text, expected) => {
  expect(find(text)).toEqual(expected)
})

test.each([
  // Another kind of body of the same name is another body.
  ['Ville de la Valserre'],
  // A name inside a longer hyphenated one is another name.
  ['Mairie de Sainte-Valserre'],
  ['Larzonnet-le-Haut'],
  ['planning des réunions'],
])('%s names nobody', (text) => {
  expect(find(text)).toEqual([])
})
