"""``--remote-storage`` and ``remote_storage`` → a storage that gives models."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import cast

from causerie.errors import CauserieError, ComponentError, ModelError
from causerie.ports import ModelStorage
from causerie.registry import Registry

MODEL_STORAGES = Registry(
    "remote storage",
    {
        "aws": "causerie.stores.models.aws.S3Storage",
        "gcs": "causerie.stores.models.gcs.GoogleStorage",
        "azure": "causerie.stores.models.azure.AzureStorage",
    },
)
SUFFIX = "tar.gz"


def fetch_model(storage: str, name: str, folder: Path) -> None:
    """Puts the model of that name into the folder; raises ComponentError, or ModelError when there is none."""
    made = make_storage(storage)
    file = name if name.endswith(SUFFIX) else f"{name}.{SUFFIX}"
    try:
        made.retrieve(file, str(folder))
    except CauserieError:
        raise
    except Exception as error:
        raise ModelError(
            f"The model '{file}' can't be fetched from the remote storage '{storage}': "
            f"{str(error) or type(error).__name__}"
        ) from error
    if not any(folder.glob(f"*.{SUFFIX}")):
        raise ModelError(f"The remote storage '{storage}' gave no file for the model '{file}'.")


def make_storage(storage: str) -> ModelStorage:
    """Made without arguments: the environment says where and with which key."""
    cls = MODEL_STORAGES.find(storage)
    if not hasattr(cls, "retrieve"):
        raise ComponentError(
            f"The remote storage '{storage}' has no 'retrieve(model_name, target_path)', which fetches a model."
        )
    try:
        return cast(ModelStorage, cls())
    except CauserieError:
        raise
    except Exception as error:
        raise ComponentError(
            f"The remote storage '{storage}' can't be used: {str(error) or type(error).__name__}"
        ) from error


def inside(target_path: str, model_name: str) -> str:
    """The file for a model in a folder; slashes in its name mean nothing there."""
    return str(Path(target_path) / PurePosixPath(model_name).name)


def environment(name: str, storage: str) -> str:
    """A variable that a storage needs; raises ComponentError when it is not set."""
    value = os.environ.get(name)
    if not value:
        raise ComponentError(f"The remote storage '{storage}' needs the environment variable {name}.")
    return value


def missing(storage: str, package: str, error: ModuleNotFoundError) -> ComponentError:
    """What to install."""
    return ComponentError(
        f"The remote storage '{storage}' needs the package {package} ({error}): "
        f"pip install '/path/to/causerie[{storage}]'."
    )
