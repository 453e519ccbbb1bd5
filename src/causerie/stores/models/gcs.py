"""Models in Google Cloud Storage."""

from __future__ import annotations

from causerie.stores.models.registry import environment, inside, missing

try:
    from google.cloud import storage
except ModuleNotFoundError as error:
    raise missing("gcs", "google-cloud-storage", error) from error


class GoogleStorage:
    """The bucket BUCKET_NAME; who asks is found as Google's library does."""

    def __init__(self) -> None:
        self.bucket = storage.Client().bucket(environment("BUCKET_NAME", "gcs"))

    def retrieve(self, model_name: str, target_path: str) -> None:
        self.bucket.blob(model_name).download_to_filename(inside(target_path, model_name))
