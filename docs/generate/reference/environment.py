"""The variables of the environment that are read."""

from __future__ import annotations

from docs.generate.reference.markdown import table

VARIABLES = {
    "MAX_NUMBER_OF_PREDICTIONS": ("10", "Actions that one message may lead to."),
    "CAUSERIE_ACTION_TIMEOUT": ("30", "Seconds that an action in this process may take; `action_endpoint.timeout` goes before it."),
    "LOG_LEVEL": ("WARNING", "What is logged: DEBUG, INFO, WARNING, ERROR, CRITICAL."),
    "LOG_LEVEL_LIBRARIES": ("ERROR", "The same for libraries."),
    "LOG_LEVEL_MATPLOTLIB": ("LOG_LEVEL_LIBRARIES", "The same for matplotlib."),
    "LOG_LEVEL_RABBITMQ": ("LOG_LEVEL_LIBRARIES", "The same for aio-pika."),
    "LOG_LEVEL_KAFKA": ("LOG_LEVEL_LIBRARIES", "The same for aiokafka."),
    "FORCE_JSON_LOGGING": ("", "Any value: one JSON object a line."),
    "RASA_DUCKLING_HTTP_URL": ("", "Where the Duckling server is; goes before `url` in config.yml."),
    "RASA_ENVIRONMENT": ("", "Sent with every event to RabbitMQ and Kafka."),
    "RABBITMQ_SSL_CLIENT_CERTIFICATE": ("", "The certificate for RabbitMQ."),
    "RABBITMQ_SSL_CLIENT_KEY": ("", "Its key."),
    "BUCKET_NAME": ("", "The bucket of models (S3, Google Cloud Storage)."),
    "AWS_ENDPOINT_URL": ("", "Where S3, or what speaks its protocol, is."),
    "AZURE_CONTAINER": ("", "The container of models."),
    "AZURE_ACCOUNT_NAME": ("", "The account of the storage."),
    "AZURE_ACCOUNT_KEY": ("", "Its key."),
    "AZURE_ENDPOINT_URL": ("", "Where the storage is, unless in Azure's cloud."),
    "OPENAI_API_KEY": ("", "The key for OpenAI; sent to OpenAI only, unless `api_key_env` of `llm` names it."),
    "AZURE_OPENAI_API_KEY": ("", "The key for Azure, where `llm` has an `api_version`."),
    "TICKET_LOCK_LIFETIME": ("60", "Seconds after which the Redis lock of a process that died is free; lock stores written for Rasa read it, too."),
}  # fmt: skip


def environment_page() -> str:
    rows = [
        (f"`{name}`", f"`{default}`" if default else "", text) for name, (default, text) in VARIABLES.items()
    ]
    return (
        "# Environment variables\n\nFiles of a project may name any variable as `${NAME}`.\n\n"
        + table(["variable", "default", "meaning"], rows)
        + "\nVariables of Rasa that are not read here: "
        "[migrating-from-rasa.md](../migrating-from-rasa.md#environment).\n"
    )
