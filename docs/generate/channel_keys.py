"""The keys of channels in credentials.yml."""

from __future__ import annotations

CHANNEL_KEYS: dict[str, dict[str, str]] = {
    "rest": {},
    "callback": {
        "url": "Where the bot's messages are sent to.",
        "token": "Sent as a query parameter.",
        "token_name": "The name of that parameter (token).",
        "basic_auth": "username and password.",
        "params": "Query parameters of every request.",
        "headers": "Headers of every request.",
    },
    "cmdline": {},
    "rasa": {"url": "Unused."},
    "botframework": {"app_id": "The id of the app.", "app_password": "Its password."},
    "facebook": {
        "verify": "The word that the webhook is verified with.",
        "secret": "The app's secret.",
        "page-access-token": "The page's token.",
    },
    "hangouts": {"project_id": "The id of the project in the cloud."},
    "mattermost": {
        "url": "The address of the API, …/api/v4.",
        "token": "The bot's token.",
        "webhook_url": "Where messages arrive.",
    },
    "rocketchat": {"user": "The bot's name.", "password": "Its password.", "server_url": "The server."},
    "slack": {
        "slack_token": "The bot's token, xoxb-….",
        "slack_channel": "Where to answer, unless where one was asked.",
        "proxy": "A proxy for requests to Slack.",
        "slack_retry_reason_header": "The header that says why a message comes again.",
        "slack_retry_number_header": "The header that says how often it came.",
        "errors_ignore_retry": "Reasons that are not handled again.",
        "use_threads": "Whether to answer in threads.",
        "slack_signing_secret": "What requests are signed with.",
        "conversation_granularity": "sender, channel or thread.",
    },
    "socketio": {
        "user_message_evt": "The event of the user's messages (user_uttered).",
        "bot_message_evt": "The event of the bot's messages (bot_uttered).",
        "namespace": "The namespace.",
        "session_persistence": "Whether the page keeps the session.",
        "socketio_path": "The path (/socket.io).",
        "jwt_key": "The key of web tokens.",
        "jwt_method": "Their method (HS256).",
        "metadata_key": "Where a message has its metadata (metadata).",
    },
    "telegram": {
        "access_token": "The bot's token.",
        "verify": "The bot's name.",
        "webhook_url": "Where messages arrive.",
    },
    "twilio": {
        "account_sid": "The account.",
        "auth_token": "Its token.",
        "twilio_number": "The number that the bot writes from.",
    },
    "twilio_voice": {
        "initial_prompt": "What is said for the user when a call begins (hello).",
        "reprompt_fallback_phrase": "What is said when nothing was heard.",
        "assistant_voice": "The voice (woman).",
        "speech_timeout": "Seconds of silence that end a message (5).",
        "speech_model": "The model that listens (default).",
        "enhanced": "Whether the better model listens (false).",
    },
    "webexteams": {"access_token": "The bot's token.", "room": "The room."},
}
