"""Keys and what was said stay out of messages and logs."""

from __future__ import annotations

import logging
import traceback

import pytest

from causerie.contracts.gpt import Fault, LocalGpt
from causerie.errors import LlmError

from .asking import KEY, QUESTION, ask, client_of

TOKEN = "token-in-a-query-81f2"


@pytest.mark.parametrize("how", ["complete", "stream"])
@pytest.mark.parametrize("fault", [None, *Fault])
async def test_no_log_line_or_traceback_has_a_key_or_a_word(
    gpt: LocalGpt, fault: Fault | None, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx2").setLevel(logging.DEBUG)
    gpt.fault = fault
    gpt.answer_with(lambda messages: "Croissants from seven, says the cook.")
    client = client_of(gpt, query={"token": TOKEN}, headers={"x-secret": TOKEN}, deadline=0.3)
    shown = ""
    try:
        await ask(client, how)
    except LlmError as error:
        shown = "".join(traceback.format_exception(error))
    await client.close()
    told = shown + caplog.text
    assert "causerie.llm" in told
    for secret in (KEY, TOKEN, "Croissants", QUESTION.messages[1].text):
        assert secret not in told
