"""All the ways in which the local GPT can fail."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """What goes wrong with one request."""

    # answered with a status and an error object
    UNAUTHORISED = "401"
    FORBIDDEN = "403"
    NO_SUCH_MODEL = "404"
    BAD_REQUEST = "400"
    CONTEXT_TOO_LONG = "400, context_length_exceeded"
    PROMPT_FILTERED = "400, content_filter"
    CONFLICT = "409"
    RATE_LIMITED = "429 with Retry-After in seconds"
    RATE_LIMITED_DATE = "429 with Retry-After as a date"
    QUOTA = "429, insufficient_quota"
    SERVER_ERROR = "500"
    OVERLOADED = "503"
    REDIRECT = "307"
    # the connection
    SLOW_HEADERS = "nothing comes"
    SLOW_BODY = "a byte now and then"
    RESET_AT_ONCE = "the connection is reset before anything came"
    CUT_BODY = "the connection ends in the middle of the body"
    CUT_STREAM = "the stream ends in order, without a finish_reason"
    RESET_STREAM = "the connection is reset in the middle of the stream"
    # 200 with something else than an answer
    HTML = "an HTML page"
    BROKEN_JSON = "JSON that stops half-way"
    EMPTY_BODY = "no body"
    NOT_AN_OBJECT = "a JSON list"
    WRONG_TYPES = "an answer whose parts have other types"
    EMPTY_CHOICES = "no choices, no output"
    NULL_CONTENT = "content: null"
    WRONG_CONTENT_TYPE = "a right answer as text/plain"
    ERROR_OBJECT = "an error object with status 200"
    # an answer that can't be used
    REFUSAL = "the model declines"
    LENGTH = "finish_reason length"
    FILTERED = "finish_reason content_filter"
    HUGE = "10 MB of text"
    # streams only; other requests are answered as usual
    STREAM_ERROR = "an error event after the first words"
    STREAM_ERROR_AT_ONCE = "an error event before any word"
    GARBAGE = "lines that are no events, and data that is no JSON"
    ENDLESS = "words without end"
    LEFT_OPEN = "all is said, and the connection stays open"


STREAM_ONLY = frozenset(
    {
        Fault.STREAM_ERROR,
        Fault.STREAM_ERROR_AT_ONCE,
        Fault.GARBAGE,
        Fault.ENDLESS,
        Fault.CUT_STREAM,
        Fault.LEFT_OPEN,
    }
)
