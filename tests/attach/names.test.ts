import { expect, test } from 'vitest'
import { type Body, isDemonym, NameIndex, nameWords } from '../../pipeline/attach/names.ts'
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
    "Syndicat intercommunal Orne-Vire pour l'équipement numérique (SIOVEN)",
    'Commune de Courbe-le-Haut',
    'Foyer rural des Aulnaies',
    'Syndicat mixte ouvert Boréal Numérique',
    'Syndicat mixte du Val de Brune',
    "Communauté d'agglomération de Hauterive",
    'Ville de Hauterive',
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
  // What a body is called for short stands in brackets in the register.
  [
    'SIOVEN_bilan',
    ["Syndicat intercommunal Orne-Vire pour l'équipement numérique (SIOVEN) (whole)"],
  ],
  ['mail courbe le haut', ['Commune de Courbe-le-Haut (part)']],
  // A name that heads a text.
  ['Foyer rural des Aulnaies – cahier recopié', ['Foyer rural des Aulnaies (whole)']],
  ['Le cahier du foyer rural des Aulnaies', ['Foyer rural des Aulnaies (part)']],
  // Kinds are written short.
  ['SMO BOREAL NUMERIQUE', ['Syndicat mixte ouvert Boréal Numérique (whole)']],
  ['S.M. du Val de Brune : bilan', ['Syndicat mixte du Val de Brune (whole)']],
  ['Synd. mixte Val de Brune', ['Syndicat mixte du Val de Brune (whole)']],
  ['Dpt de la Valserre', ['Département de la Valserre (whole)']],
  ['DEPT VALSERRE', ['Département de la Valserre (whole)']],
  ['C.C. du Pays de Larzonnet', ['Communauté de communes du Pays de Larzonnet (whole)']],
  // A kind that is part of the name itself
  ['Pays de Larzonnet', ['Communauté de communes du Pays de Larzonnet (whole)']],
  ["Com. d'agglo de Hauterive", ["Communauté d'agglomération de Hauterive (whole)"]],
  ['C.A. Hauterive', ["Communauté d'agglomération de Hauterive (whole)"]],
  ['asso Le Relais d’Ostrelheim', ["Association Le Relais d'Ostrelheim (whole)"]],
])('%s names %j', (text, expected) => {
  expect(find(text)).toEqual(expected)
})

test.each([
  // Another kind of body of the same name is another body.
  ['Ville de la Valserre'],
  ['PETR du Pays de Larzonnet'],
  // A name inside a longer hyphenated one is another name.
  ['Mairie de Sainte-Valserre'],
  ['Larzonnet-le-Haut'],
  ['SMO de la Valserre'],
  ['C.C. Val de Brune'],
  ['planning des réunions'],
])('%s names nobody', (text) => {
  expect(find(text)).toEqual([])
})

test('the initials of a body are among its words, where they are three or more', () => {
  expect(nameWords('Syndicat mixte Der Numérique')).toContain('smdn')
  expect(nameWords('Communauté de communes du Val d’Ormeline')).toContain('ccvo')
  expect(nameWords('Ville de Hauterive')).not.toContain('vh')
})

test.each([
  // The first word of a compound name, in the name of a file.
  ['bilan_pass_courbe', 'Commune de Courbe-le-Haut'],
  ['Commune de Courbe rapport final', 'Commune de Courbe-le-Haut'],
  // Another kind of body, or one word more, may be another body.
  ['CC Courbe rapport final', null],
  ['bilan courbe neuve', null],
  ['bilan courbe-basse', null],
  // Two have that word, or any may.
  ['bilan larzonnet', null],
  ['bilan saint', null],
])('the file %s is that of %s', (text, nom) => {
  expect(index.findShort(text)?.nom ?? null).toBe(nom)
})

test('people of a place are called after it', () => {
  const names = nameWords('Ville de Tourzac')
  expect(isDemonym('tourzacoi', names)).toBe(true)
  expect(isDemonym('tourzacoise', names)).toBe(true)
  expect(isDemonym('tourzaqui', names)).toBe(false)
  expect(isDemonym('valbonnai', names)).toBe(false)
})
