"""Remote storages that models are fetched from: S3, Google Cloud Storage, Azure, a class of one's own."""
