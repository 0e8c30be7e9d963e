"""The portal: pages on which people find a project, and learn how to use it."""
