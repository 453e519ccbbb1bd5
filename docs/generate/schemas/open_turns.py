"""``open_turns`` in config.yml."""

from __future__ import annotations

from docs.generate.schemas.pieces import Schema, an_object, listed, names, number, switch, text


def open_turns() -> Schema:
    return {
        **an_object(
            {
                "intent": text("What a message becomes that fell back and that the knowledge answers."),
                "instead_of": names("Intents that count as fallen back: nlu_fallback, out_of_scope."),
                "persona": text("Who speaks, in a sentence or two; a GPT is told."),
                "instructions": text("What a GPT has to keep to besides."),
                "knowledge": an_object(
                    {
                        "folder": text("Where the documents lie: Markdown, text, HTML, PDF."),
                        "faq": switch("Whether answers of retrieval intents count, too."),
                        "passages": number("How many passages are looked at.", minimum=1),
                        "threshold": number(
                            "How sure a passage must answer to be quoted, 0 to 1.", minimum=0, maximum=1
                        ),
                        "embeddings": _embeddings(),
                    }
                ),
                "responses": an_object(
                    {
                        "not_known": text("Said when the knowledge does not hold the answer."),
                        "failed": text("Said when a GPT failed and the knowledge alone does not do."),
                        "refused": text("Said when a topic is refused that names no response."),
                    }
                ),
                "refuse": listed(
                    an_object(
                        {
                            "topic": text("Its name."),
                            "words": _by_language("Words or phrases that tell it"),
                            "patterns": _by_language("Regular expressions that tell it"),
                            "inflected": switch("Whether other endings of the words count, too."),
                            "response": text("What is said instead."),
                        }
                    ),
                    "Topics that are not talked about.",
                ),
                "templates": text("A folder with prompts of your own."),
                "history_tokens": number("How much of what was said before a GPT is told.", minimum=0),
                "slots": names("Slots that a GPT may see."),
                "personal_slots": names("Slots whose values a GPT sees under other names only."),
                "tasks": names("What the assistant does by steps of its own; a GPT may point to it."),
                "actions": names("Actions of your own that answer open questions; tests answer them, too."),
                "choose_intents": number(
                    "Among how many likely intents a GPT may choose; 0: none.", minimum=0
                ),
                "propose_slots": names("Forms for which a GPT may propose values."),
                "rephrase": switch("Whether responses with 'rephrase: true' are said in a GPT's words."),
                "moderation": text(
                    "Ask the moderation endpoint; 'allow' or 'refuse' when it does not answer.",
                    enum=["off", "allow", "refuse", None],
                ),
                "cache_seconds": number("How long the same question gets the same answer.", minimum=0),
            }
        ),
        "description": "Questions that no intent, story or rule covers.",
    }


def _embeddings() -> Schema:
    endpoint = an_object(
        {
            "name": {"const": "endpoint"},
            "model": text("The model that embeds, at the server of 'llm' in endpoints.yml."),
            "dimensions": number("How many numbers a vector has, of models that can be asked.", minimum=1),
            "deadline": number("Seconds for the vector of a question."),
            "price": number("What a million tokens cost.", minimum=0),
            "batch": number("How many passages are sent at once in training.", minimum=1),
        }
    )
    component = {
        "type": "object",
        "properties": {"name": {"type": "string", "not": {"const": "endpoint"}}},
        "required": ["name"],
    }
    return {
        "anyOf": [{"type": ["string", "null"]}, {**endpoint, "required": ["name"]}, component],
        "description": "What makes vectors of passages and questions: 'endpoint', a step of the pipeline, or a "
        "component with its keys.",
    }


def _by_language(meaning: str) -> Schema:
    words = {"type": "array", "items": {"type": "string"}}
    return {
        "anyOf": [words, {"type": "object", "additionalProperties": words}],
        "description": f"{meaning}: a list, or lists by language.",
    }
