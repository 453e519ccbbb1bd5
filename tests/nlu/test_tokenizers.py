from __future__ import annotations

import pytest

from causerie.errors import ComponentError
from causerie.nlu.message import Message
from causerie.nlu.tokenizers.splitting import split_intent
from causerie.nlu.tokenizers.whitespace import WhitespaceTokenizer
from causerie.registry import import_class
from causerie.training_data import NluData


def tokens(text: str, name: str = "whitespace.WhitespaceTokenizer", **options: object) -> list[str]:
    tokenizer = import_class(f"causerie.nlu.tokenizers.{name}")
    message = Message(text)
    tokenizer({**tokenizer.defaults, **options}).process(message)
    for token in message.tokens:
        assert text[token.start : token.end] == token.text
    return [token.text for token in message.tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forecast for lunch", ["Forecast", "for", "lunch"]),
        ("hey ńöñàśçií how're you?", ["hey", "ńöñàśçií", "how", "re", "you"]),
        ("£50 för 1.5 kg", ["£50", "för", "1.5", "kg"]),
        ("10'000.00", ["10'000.00"]),
        ("mail me@web.de, now!", ["mail", "me@web.de", "now"]),
        ("see https://www.google.com/search?q=a%20b&c", ["see", "https://www.google.com/search?q=a%20b&c"]),
        ("@tag #hash a&b", ["@tag", "#hash", "a&b"]),
        (":)", [":)"]),
        ("Hi :-) there", ["Hi", "there"]),
        ("😂😂 ok 👍", ["ok"]),
        ("😂", ["😂"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("²abc ①", ["abc"]),
        ("", []),
        ("I'm", ["I", "m"]),
    ],
)  # fmt: skip
def test_words_are_split_as_rasa_does(text, expected):
    assert tokens(text) == expected


def test_a_token_pattern_splits_further():
    assert tokens("a-b cd", token_pattern=r"[a-z]") == ["a", "b", "c", "d"]
    assert tokens("12 ab", token_pattern=r"[a-z]+") == ["12", "ab"]


def test_a_broken_token_pattern_is_refused():
    with pytest.raises(ComponentError, match="no regular expression"):
        WhitespaceTokenizer({"token_pattern": "("})


def test_chinese_is_refused_with_what_to_use(train):
    with pytest.raises(ComponentError, match="JiebaTokenizer"):
        train(["WhitespaceTokenizer"], NluData(), language="zh")


def test_jieba_splits_chinese():
    assert tokens("我想去北京", "jieba.JiebaTokenizer") == ["我", "想", "去", "北京"]


def test_a_jieba_dictionary_travels_with_the_model(tmp_path):
    (tmp_path / "words.txt").write_text("创新办 3 i\n", encoding="utf-8")
    tokenizer = import_class("causerie.nlu.tokenizers.jieba.JiebaTokenizer")
    trained, loaded = (tokenizer({**tokenizer.defaults, "dictionary_path": str(tmp_path)}) for _ in range(2))
    trained.train([], None)
    loaded.load(trained.state())
    message = Message("创新办主任")
    loaded.process(message)
    assert message.tokens[0].text == "创新办"


def test_a_missing_dictionary_folder_is_refused():
    tokenizer = import_class("causerie.nlu.tokenizers.jieba.JiebaTokenizer")
    with pytest.raises(ComponentError, match="is no folder"):
        tokenizer({**tokenizer.defaults, "dictionary_path": "/nowhere"}).train([], None)


def test_intents_are_split_where_asked():
    config = {"intent_tokenization_flag": True, "intent_split_symbol": "_", "prefix_separator_symbol": "+"}
    assert split_intent("chat+ask_name", config) == ["chat", "ask", "name"]
    assert split_intent("ask_name", {**config, "intent_tokenization_flag": False}) == ["ask_name"]


@pytest.mark.parametrize("run", ["." * 20_000, " " * 20_000, "'" * 20_000, " ." * 10_000, "@" * 20_000])
def test_a_long_run_of_signs_does_not_stop_the_server(run):
    assert tokens(f"1{run}1")
