import { unescapeXml } from './xml.ts'

/** What a text of a workbook in XML says: texts of its runs one after the other, without the hints on pronunciation. */
export function richText(xml: string): string {
  const only = onlyText.exec(xml)?.[1]
  if (only !== undefined) return unescapeXml(only)
  const runs = xml.replaceAll(/<((?:\w+:)?)rPh[\s>][\s\S]*?<\/\1rPh>/g, '')
  const texts = runs.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)
  return [...texts].map(([, text]) => unescapeXml(text!)).join('')
}

const onlyText = /^<t(?: xml:space="preserve")?>([^<]*)<\/t>$/

/** True when a text has a run that is struck through. */
export function hasStrike(xml: string): boolean {
  return strike.test(xml)
}

const strike = /<(?:\w+:)?strike(?!\s[^>]*val="(?:0|false)")/
