import { expect, test } from 'vitest'
import { html, inertJson, printable } from '../../pipeline/publish/page/markup.ts'
import {
  counted,
  figure,
  number,
  percentBound,
  percentShare,
  rounded,
} from '../../pipeline/publish/page/numbers.ts'
import { cut } from '../../pipeline/publish/page/rows.ts'
import { spanText } from '../../pipeline/publish/page/span.ts'
import { callName } from '../../pipeline/publish/page/words.ts'

test('numbers as French people write them, never rounded', () => {
  const written = [
    '0',
    '999',
    '1000',
    '1737232.000000',
    '-1250.50',
    '0.125',
    '12345678901234567890',
  ]
  expect(written.map(number)).toEqual([
    '0',
    '999',
    '1\u202f000',
    '1\u202f737\u202f232',
    '−1\u202f250,5',
    '0,125',
    '12\u202f345\u202f678\u202f901\u202f234\u202f567\u202f890',
  ])
  expect(figure('62.000000', 'pourcent')).toBe('62\u202f%')
  expect(figure('6.1', 'MEUR')).toBe('6,1\u00a0M€')
})

test('a decimal text is cut to so many decimals, halves away from zero', () => {
  const cases = [
    ['105.585206', 2, '105.59'],
    ['0.995', 2, '1.00'],
    ['-0.5', 0, '-1'],
    ['2.5', 0, '3'],
    ['7', 2, '7'],
  ] as const
  for (const [text, decimals, wanted] of cases) expect(rounded(text, decimals)).toBe(wanted)
})

test('bounds are rounded outwards, so that the truth stays between them', () => {
  expect(percentBound(0.81493, 'basse')).toBe('81,4')
  expect(percentBound(0.81493, 'haute')).toBe('81,5')
  // 0.57 × 1000 is a hair under 570.
  expect([percentBound(0.57, 'basse'), percentBound(0.57, 'haute')]).toEqual(['57,0', '57,0'])
})

test('a share is whole or nothing only when it is', () => {
  expect([1, 0.996, 0.001, 0].map(percentShare)).toEqual([
    '100\u202f%',
    '99\u202f%',
    '1\u202f%',
    '0\u202f%',
  ])
})

test('nothing is singular, as in French', () => {
  expect([0, 1, 2].map((n) => counted(n, 'lauréat'))).toEqual([
    '0\u00a0lauréat',
    '1\u00a0lauréat',
    '2\u00a0lauréats',
  ])
})

test('a span says what it knows', () => {
  const span = {
    tableau: 'quantitatif',
    aap: '2019',
    ligne: 'TOTAL',
    ratio: 'pass_achetes',
    unite: 'pass',
    appliquee: true,
    valeur: 10,
    borne_basse: 10,
    borne_haute: 1200,
    motif: null,
    nb_laureats: 3,
    nb_laureats_manquants: 1,
    couverture: 0.5,
    traverse_tranche: null,
    hypothese: '',
  }
  expect(spanText(span)).toBe('de 10 à 1\u202f200')
  expect(spanText({ ...span, borne_haute: null })).toBe('au moins 10')
  expect(spanText({ ...span, borne_haute: 10 })).toBe(null)
  expect(spanText({ ...span, borne_basse: 12, borne_haute: 12 })).toBe('12 en tout')
  expect(spanText({ ...span, borne_basse: null, borne_haute: null })).toBe(null)
  expect(spanText({ ...span, nb_laureats_manquants: 0 })).toBe(null)
  expect(spanText({ ...span, unite: 'fraction', borne_basse: 0.5, borne_haute: 0.6667 })).toBe(
    'de 50,0 à 66,7\u202f%',
  )
})

test('markup: what is put in is text, what we wrote has French spacing', () => {
  const text = `<b>"l'été"&</b> : `
  expect(
    html`<p title="${text}">Ceci : ${text}${[1, html`<i>${'<'}</i>`]}${null}${false}</p>`.text,
  ).toBe(
    '<p title="&lt;b&gt;&quot;l&#39;été&quot;&amp;&lt;/b&gt; : ">Ceci\u00a0: &lt;b&gt;&quot;l&#39;été&quot;&amp;&lt;/b&gt; : 1<i>&lt;</i></p>',
  )
})

test('data can’t end its block', () => {
  const data = { a: '</script><!--\u2028', b: '<' }
  const text = inertJson(data)
  expect(text).not.toMatch(/[<\u2028\u2029]/)
  expect(JSON.parse(text)).toEqual(data)
})

test('control characters and halves of pairs become a visible sign; long texts are cut between characters', () => {
  expect(printable('a\0b\u0007\ud800c\td')).toBe('a\ufffdb\ufffd\ufffdc\td')
  expect(cut('😀😀😀', 2)).toBe('😀😀… [coupé\u00a0: 3 caractères]')
  expect(cut('abc', 3)).toBe('abc')
})

test('calls by name, the whole of several too', () => {
  expect(['2019', '2019+2020', '1+2+3+4+5+6+7'].map(callName)).toEqual([
    'AAP 2019',
    'AAP 2019 et 2020',
    'Les 7 appels à projets',
  ])
})
