// A Backstage with nothing but its catalog; app-config.yaml is given by --config.
const { createBackend } = require('@backstage/backend-defaults')

const backend = createBackend()
backend.add(import('@backstage/plugin-catalog-backend'))
backend.start()
