import { describe, expect, test } from 'vitest'
import { parseFigure } from '../../pipeline/recognise/number.ts'

const number = (text: string) => {
  const figure = parseFigure(text)
  return figure.kind === 'number' ? figure.number : figure.kind === 'none' ? null : figure.reason
}

describe('a figure as French reports write it', () => {
  test.each([
    ['1250', 1250],
    ['1 250', 1250],
    ['1\u00a0250', 1250],
    ['12\u202f500', 12500],
    ['1.250', 1250],
    ['1.250.000', 1250000],
    ['12,5', 12.5],
    ['1 250,00', 1250],
    [' 638,425.00 ', 638425],
    ["1'250", 1250],
    ['0', 0],
    ['1 250 pass', 1250],
    ['1 250 (1)', 1250],
    ['1 250*', 1250],
    ['environ 900', 900],
    ['12,5 env.', 12.5],
    ['-12', -12],
    ['0.125', 0.125],
    ['', null],
    ['NC', null],
    ['1,250', 'separateur'],
    ['entre 900 et 1 000', 'fourchette'],
    ['900 - 1000', 'fourchette'],
    ['900 à 1000', 'fourchette'],
    ['plus de 900', 'borne'],
    ['> 900', 'borne'],
    ['900 dont 300', 'plusieurs_nombres'],
    ['12 500 000', 12500000],
    ['1 500 + 500 = 2 000 pass', 2000],
    ['2 000 (1 500 + 500)', 2000],
    ['1 500 (2021) + 500 (2022) = 2 000', 2000],
    ['1 500 + 500 = 2 100', 'plusieurs_nombres'],
    ['4 211 au 31/12/2023', 4211],
    ['830 pass (arrêté au 31 décembre 2023)', 830],
    ['830 au 31/12/2022, 1 020 au 30/06/2023', 'fourchette'],
    ['environ 830 provisoires au 31/12/2022', 'fourchette'],
  ])('%j is %j', (text, expected) => {
    expect(number(text)).toBe(expected)
  })

  test('a number as long as a page ends, with digits to come or without', () => {
    expect(number('9'.repeat(3_000))).toBe(null)
    expect(number('9'.repeat(17))).toBe(null)
    expect(number(`${'12 '.repeat(300)}3xx`)).toBe('chiffres_manquants')
  })

  test('« environ » is said, and what stands around the number is kept', () => {
    expect(parseFigure('environ 1 250 pass')).toMatchObject({ approximate: true, rest: 'pass' })
    expect(parseFigure('12 500 €')).toMatchObject({ approximate: false, rest: '€' })
    expect(parseFigure('200 carnets (de dix pass)')).toMatchObject({ number: 200, booklet: 10 })
    expect(parseFigure('45,2 %')).toMatchObject({ percent: true })
  })
})
