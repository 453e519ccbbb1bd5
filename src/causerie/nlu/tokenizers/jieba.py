"""Chinese words, by jieba."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from causerie.errors import ComponentError
from causerie.nlu.message import Message, Token
from causerie.nlu.tokenizers.splitting import DEFAULTS, compile_token_pattern, split_by_pattern
from causerie.ports import TrainingContext

NAME = "JiebaTokenizer"


class JiebaTokenizer:
    """``dictionary_path`` is a folder of user dictionaries; their words are stored in the model."""

    defaults: ClassVar[dict[str, Any]] = {"dictionary_path": None, **DEFAULTS}
    kind: ClassVar[str] = "tokenizer"
    reads: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.pattern = compile_token_pattern(config, NAME)
        self.jieba = new_jieba()
        self.dictionaries: list[str] = []

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        if self.config["dictionary_path"]:
            self.use(read_dictionaries(Path(self.config["dictionary_path"])))

    def process(self, message: Message) -> None:
        found = [Token(text, start, end, text) for text, start, end in self.jieba.tokenize(message.text)]
        message.tokens = split_by_pattern([token for token in found if token.text.strip()], self.pattern)

    def state(self) -> dict[str, Any]:
        return {"dictionaries": self.dictionaries}

    def load(self, state: dict[str, Any]) -> None:
        self.use(list(state["dictionaries"]))

    def use(self, dictionaries: list[str]) -> None:
        self.dictionaries = dictionaries
        for text in dictionaries:
            self.jieba.load_userdict(text.splitlines())


def read_dictionaries(folder: Path) -> list[str]:
    """The contents of the folder's files; raises ComponentError when there is no such folder."""
    if not folder.is_dir():
        raise ComponentError(f"{NAME}: dictionary_path '{folder}' is no folder.")
    return [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()]


def new_jieba() -> Any:
    try:
        from jieba import Tokenizer
    except ImportError as error:
        raise ComponentError(f"{NAME} needs jieba. Install it: pip install 'causerie[jieba]'") from error
    return Tokenizer()
