"""What credentials.yml says about phone calls; combinations that Twilio refuses are refused here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials

KEYS = (
    "initial_prompt", "reprompt_fallback_phrase", "assistant_voice", "speech_timeout", "speech_model", "enhanced",
    "language", "auth_token", "webhook_url", "api_base_url",
)  # fmt: skip
MODELS = ("default", "numbers_and_commands", "phone_call")
VOICES = ("woman", "man", "alice")
REPROMPT = "I'm sorry I didn't get that could you rephrase."


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """``auth_token``: calls that are not signed with it are refused."""

    initial_prompt: str = "hello"
    reprompt: str = REPROMPT
    voice: str = "woman"
    timeout: str = "5"
    model: str = "default"
    enhanced: str = "false"
    language: str = ""
    auth_token: str | None = None
    webhook_url: str = ""

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> VoiceSettings:
        """Raises ComponentError."""
        read = Credentials("twilio_voice", given, KEYS)
        model = read.one_of("speech_model", MODELS, "default")
        timeout = read.text("speech_timeout", "5")
        if timeout != "auto" and not (timeout.isdigit() and int(timeout) > 0):
            raise read.wrong("speech_timeout", "a number of seconds, or 'auto'", timeout)
        if timeout == "auto" and model != "numbers_and_commands":
            raise read.wrong(
                "speech_timeout", "a number of seconds: 'auto' goes with 'numbers_and_commands' only", timeout
            )
        enhanced = read.flag("enhanced")
        if enhanced and model != "phone_call":
            raise read.wrong("enhanced", "false: only the speech_model 'phone_call' can be enhanced", True)
        voice = read.text("assistant_voice", "woman")
        if voice not in VOICES and not voice.startswith(("Polly.", "Google.", "Amazon.")):
            raise read.wrong(
                "assistant_voice", f"{', '.join(VOICES)}, or a voice such as Polly.Emma-Neural", voice
            )
        token = (
            read.required("auth_token", "the account's auth token") if "auth_token" in read.given else None
        )
        return cls(
            initial_prompt=read.text("initial_prompt", "hello"),
            reprompt=read.text("reprompt_fallback_phrase", REPROMPT),
            voice=voice,
            timeout=timeout,
            model=model,
            enhanced="true" if enhanced else "false",
            language=read.text("language"),
            auth_token=token,
            webhook_url=read.url("webhook_url"),
        )
