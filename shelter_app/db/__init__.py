"""The encrypted store: models, keys, guards, migrations, audit."""
