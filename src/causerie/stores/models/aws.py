"""Models in S3, or in what speaks its protocol."""

from __future__ import annotations

import os

from causerie.stores.models.registry import environment, inside, missing

try:
    import boto3
except ModuleNotFoundError as error:
    raise missing("aws", "boto3", error) from error


class S3Storage:
    """The bucket BUCKET_NAME at AWS_ENDPOINT_URL; keys and region as boto3 finds them."""

    def __init__(self) -> None:
        self.bucket = environment("BUCKET_NAME", "aws")
        self.client = boto3.client("s3", endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None)

    def retrieve(self, model_name: str, target_path: str) -> None:
        self.client.download_file(self.bucket, model_name, inside(target_path, model_name))
