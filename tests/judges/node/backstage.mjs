// catalog-info.yaml by the rules of the Backstage catalog itself.
import { readFileSync, existsSync } from 'node:fs'
import * as model from '@backstage/catalog-model'
import YAML from 'yaml'

const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
])

export async function judge(repository) {
  const file = `${repository}/catalog-info.yaml`
  if (!existsSync(file)) return ['catalog-info.yaml: it is not there']
  const complaints = []
  for (const document of YAML.parseAllDocuments(readFileSync(file, 'utf8'))) {
    try {
      if (document.errors.length) throw document.errors[0]
      const entity = await policy.enforce(document.toJS())
      const validator = model[`${entity.kind.toLowerCase()}EntityV1alpha1Validator`]
      if (!(await validator.check(entity))) throw new Error('unknown apiVersion')
    } catch (error) {
      complaints.push(`catalog-info.yaml: ${error.message}`)
    }
  }
  return complaints
}
