const number = String.raw`\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?!\d)|\d+(?![\d.,]\d)`
/** « 18 000 € de pass, soit 1 800 pass de 10 € », « 11 430 € (1 143 pass) » */
const said = new RegExp(
  String.raw`(?<![\d.,] ?)(?:pour |un montant de )?(?<sum>${number})(?:,\d{1,2})?\s?(?:€|euros?)(?:\s(?:TTC|HT))?(?:\s(?:de|en)\s(?:pass|chèques?|cheques?)(?:\s(?:numériques?|numeriques?))?)?(?<act>\s[\p{L} ]{3,30}?)??\s?(?:,\s?(?:soit|ou)|\(\s?(?:soit\s)?|soit|=)\s?(?<count>${number})\s(?<unit>pass|chèques?|cheques?)(?:\s(?:numériques?|numeriques?))?(?:\s(?:de|à)\s10\s?(?:€|euros?))?\s?\)?`,
  'giu',
)

/**
 * A text without the sums of money that it tells in pass too, the number of pass in their place: nine to twelve euros each, as they cost. Where the two
 * don't agree the text stays as it is.
 */
export function withoutEuros(text: string): string {
  return text.replaceAll(said, (all, ...match) => {
    const { sum, act, count, unit } = match.at(-1) as Record<string, string | undefined>
    const value = (digits: string) => Number(digits.replaceAll(/\D/g, ''))
    const each = value(sum!) / value(count!)
    return each >= 9 && each <= 12 ? `${count} ${unit}${act ?? ''}` : all
  })
}
