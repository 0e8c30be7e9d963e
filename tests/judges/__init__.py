"""Independent linters look at what the governance template generates."""
