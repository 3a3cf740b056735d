import type { Document } from './cell.ts'
import { OdsContent } from './ods-content.ts'
import { OdsStyles, odfPrefixes } from './ods-styles.ts'
import { containerParts, partText } from './ooxml.ts'
import { propertiesOf } from './properties.ts'
import { Rejection } from './rejection.ts'
import { walkXml } from './xml.ts'

/**
 * An OpenDocument spreadsheet, straight from its `content.xml`: SheetJS tells neither what is hidden nor what was
 * shown, and writes repeated rows out before anyone can count them. Throws a `Rejection`.
 */
export function readOds(bytes: Buffer): Document {
  const parts = containerParts(bytes)
  if (/<[\w:-]*encryption-data[\s/>]/.test(partText(parts, 'META-INF/manifest.xml') ?? '')) {
    throw new Rejection('protege')
  }
  const content = partText(parts, 'content.xml')
  if (content === null) throw new Rejection('corrompu', 'content.xml absent')
  const styles = new OdsStyles()
  const common = partText(parts, 'styles.xml')
  if (common !== null) walkXml(common, 'styles.xml', odfPrefixes, styles)
  const reader = new OdsContent(styles)
  walkXml(content, 'content.xml', odfPrefixes, reader)
  const meta = partText(parts, 'meta.xml')
  return { format: 'ods', sheets: reader.sheets, properties: propertiesOf(meta, 'meta.xml') }
}
