"""Jobs that end: building artefacts and snapshots, training, benchmarks, importers. No service knows them."""
