"""Models in Azure Blob Storage."""

from __future__ import annotations

import os
from pathlib import Path

from causerie.stores.models.registry import environment, inside, missing

try:
    from azure.storage.blob import BlobServiceClient
except ModuleNotFoundError as error:
    raise missing("azure", "azure-storage-blob", error) from error


class AzureStorage:
    """The container AZURE_CONTAINER of AZURE_ACCOUNT_NAME, with AZURE_ACCOUNT_KEY.

    AZURE_ENDPOINT_URL (not Rasa's) is for a server of one's own, such as Azurite.
    """

    def __init__(self) -> None:
        account = environment("AZURE_ACCOUNT_NAME", "azure")
        url = os.environ.get("AZURE_ENDPOINT_URL") or f"https://{account}.blob.core.windows.net/"
        key = {"account_name": account, "account_key": environment("AZURE_ACCOUNT_KEY", "azure")}
        service = BlobServiceClient(account_url=url, credential=key)
        self.container = service.get_container_client(environment("AZURE_CONTAINER", "azure"))

    def retrieve(self, model_name: str, target_path: str) -> None:
        content = self.container.download_blob(model_name)
        with Path(inside(target_path, model_name)).open("wb") as file:
            content.readinto(file)
