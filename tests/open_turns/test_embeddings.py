"""Passages get vectors at training, questions at search; whatever fails, words are searched."""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
import time
from textwrap import dedent

import numpy as np
import pytest

from causerie.assembly import assemble
from causerie.contracts.gpt import Fault
from causerie.errors import ModelError, ProjectError
from causerie.files.project import ProjectPaths, read_project
from causerie.llm.knowledge.embed import unit
from causerie.llm.knowledge.meaning import Meaning
from causerie.llm.open_turns.learnt import TABLE
from causerie.llm.open_turns.question_vectors import QuestionVectors
from causerie.server.metrics_routes import of_open_turns
from causerie.training.archive import load, save
from causerie.training.train import plan, train

from ..nlu.tiny_encoder import tiny_encoder  # noqa: TID252 - the tests are no package
from .conftest import FILES

ENDPOINT = "{name: endpoint, model: e, deadline: 0.5}"
QUESTION = "when is breakfast served"
TOPICS = {
    "Garden": "Guests play boules on the lawn behind the house whenever the weather allows it.",
    "Kitchen": "Our cook comes from Nantes and buys fish at the quay each morning.",
    "Library": "Two hundred novels stand in the blue salon and may be borrowed.",
    "Boats": "A rowing boat lies at the jetty and is lent for an afternoon.",
    "Music": "On Fridays a pianist plays old songs in the salon until ten.",
    "Heating": "Radiators are warm from October on and can be turned down.",
    "Towels": "Fresh towels lie in each bathroom and are changed every second day.",
    "Mail": "Letters are taken to the post office at noon by the porter.",
    "Windows": "All bedrooms have shutters and double glazing against the wind.",
    "Cellar": "Cider from the valley ripens in the cellar under the stairs.",
}
MANY = "# Many\n" + "".join(f"\n## {topic}\n\n{text}\n" for topic, text in TOPICS.items())
OWN = """
    import numpy as np
    from causerie.nlu.features import Features, Row

    class Lengths:
        defaults = {"times": 1}
        kind = "featurizer"

        def __init__(self, config): self.times = config["times"]
        def train(self, messages, context): self.seen = len(messages)
        def process(self, message):
            words = message.text.lower().split()
            values = np.array([words.count("the"), words.count("dogs"), len(words) * self.times], np.float32)
            message.features.append(Features("x", lambda: Row.dense(values), list, is_dense=True))
        def state(self): return {"seen": self.seen}
        def load(self, state): self.seen = state["seen"]
"""


def configured(embeddings: str, pipeline: str = "") -> dict[str, str]:
    text = FILES["config.yml"].replace(
        "intent: open_question", f"intent: open_question\n          knowledge: {{embeddings: {embeddings}}}"
    )
    return {"config.yml": text.replace("- name: DIETClassifier", f"{pipeline}- name: DIETClassifier")}


def embedded(gpt) -> list[list[str]]:
    return [one.body["input"] for one in gpt.asked if one.path.endswith("/embeddings")]


def retrained(house, previous=None) -> tuple[object, list[str]]:
    lines: list[str] = []
    model = train(read_project(ProjectPaths.in_folder(house.folder)), previous, progress=lines.append)
    return model, lines


# -- at training


async def test_passages_are_embedded_once_and_in_batches(inn, gpt):
    house = await inn(files=configured("{name: endpoint, model: e, batch: 2}"))
    assert [len(batch) for batch in embedded(gpt)] == [2, 1]
    again, lines = retrained(house, house.model)
    assert again.open_turns is house.model.open_turns
    assert "knowledge: unchanged" in lines
    assert len(embedded(gpt)) == 2


async def test_progress_is_told(inn):
    house = await inn(files=configured("{name: endpoint, model: e, batch: 2}"))
    _, lines = retrained(house)
    assert "embedding the knowledge: 2 of 3" in lines
    assert any("3 passages embedded by e" in line and "tokens" in line for line in lines)


async def test_vectors_survive_the_archive_and_find_the_same(inn, tmp_path):
    house = await inn(files=configured(ENDPOINT))
    again = load(save(house.model, tmp_path / "m.tar.gz"))
    one, other = house.model.open_turns, again.open_turns
    np.testing.assert_array_equal(one.knowledge.meaning.vectors["en"], other.knowledge.meaning.vectors["en"])
    vector = np.arange(256.0)
    assert one.search(QUESTION, 3, vector=vector) == other.search(QUESTION, 3, vector=vector)
    assert other.embeddings == one.embeddings


async def test_a_model_whose_vectors_do_not_fit_its_passages_is_damaged(inn, tmp_path):
    house = await inn(files=configured(ENDPOINT))
    vectors = house.model.open_turns.knowledge.meaning.vectors
    vectors["en"] = vectors["en"][1:]
    with pytest.raises(ModelError, match="not a vector for each passage"):
        load(save(house.model, tmp_path / "m.tar.gz"))


@pytest.mark.parametrize(
    "other",
    ["{name: endpoint, model: f, deadline: 0.5}", "{name: endpoint, model: e, dimensions: 8}", "none"],
)
async def test_another_model_is_noticed(inn, other):
    house = await inn(files=configured(ENDPOINT))
    (house.folder / "config.yml").write_text(
        (house.folder / "config.yml").read_text().replace(ENDPOINT, other)
    )
    assert "open_turns" in plan(read_project(ProjectPaths.in_folder(house.folder)), house.model).to_train


async def test_another_server_is_noticed(inn):
    house = await inn(files=configured(ENDPOINT))
    file = house.folder / "endpoints.yml"
    file.write_text(file.read_text().replace("127.0.0.1", "localhost"))
    assert "open_turns" in plan(read_project(ProjectPaths.in_folder(house.folder)), house.model).to_train


async def test_without_a_key_training_goes_on_by_words_and_says_so(inn, gpt, monkeypatch):
    house = await inn(files=configured(ENDPOINT), llm="  api_key_env: INN_KEY\n")
    model, lines = retrained(house)
    assert any("INN_KEY" in line and "by its words alone" in line for line in lines)
    assert model.open_turns.knowledge.meaning is None
    assert model.open_turns.search(QUESTION, 1)[0].passage.id == "house.md#breakfast-1"
    assert "knowledge: unchanged" in retrained(house, model)[1]
    monkeypatch.setenv("INN_KEY", "k")
    assert retrained(house, model)[0].open_turns.knowledge.meaning is not None


async def test_without_an_endpoint_training_says_what_to_write(inn):
    house = await inn(key=False, files=configured("endpoint"))
    _, lines = retrained(house)
    assert any("'llm' in endpoints.yml" in line for line in lines)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.HTML, Fault.WRONG_TYPES, Fault.NO_SUCH_MODEL])
async def test_an_endpoint_that_fails_is_asked_again_by_the_next_training(inn, gpt, fault):
    gpt.embeddings_fault = fault
    house = await inn(files=configured(ENDPOINT))
    model, lines = retrained(house)
    assert any("no vectors" in line and "train again" in line for line in lines)
    gpt.embeddings_fault = None
    again, _ = retrained(house, model)
    assert again.open_turns.knowledge.meaning is not None


# -- at search


async def test_a_question_is_embedded_once_for_a_turn_and_without_personal_data(inn, gpt):
    house = await inn(files=configured(ENDPOINT))
    gpt.asked.clear()
    await house.say(f"{QUESTION}, I am anna@example.org")
    assert len(embedded(gpt)) == 1
    assert "anna@example.org" not in embedded(gpt)[0][0]
    assert house.assistant.processor.open_turns.status()["embeddings"] == {
        "by": "e", "state": "closed", "why": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault.SERVER_ERROR, "server"),
        (Fault.SLOW_HEADERS, "timeout"),
        (Fault.RESET_AT_ONCE, "unreachable"),
        (Fault.BROKEN_JSON, "malformed"),
        (Fault.UNAUTHORISED, "unauthorised"),
    ],
)
async def test_a_fault_is_told_once_and_words_answer(inn, gpt, caplog, fault, why):
    house = await inn(files=configured("{name: endpoint, model: e, deadline: 1.2}"))
    gpt.answer_with(lambda messages: "Breakfast is served from 7 to 10 [1].")
    gpt.embeddings_fault = fault
    vectors = house.assistant.processor.open_turns.vectors
    with caplog.at_level(logging.WARNING):
        for turn in range(3):
            vectors._quiet_until = 0.0
            said = await house.say(f"{QUESTION} {'please ' * turn}", intent="open_question")
            assert "7 to 10" in said[0]
    assert sum("by their words alone" in record.message for record in caplog.records) == 1
    assert vectors.outcomes[why] == 3
    assert vectors.status()["why"] == why
    figures = {
        sample.name: sample.value
        for f in of_open_turns(house.assistant.processor.open_turns)
        for sample in f.samples
    }
    assert figures["causerie_embeddings_available"] == 0


async def test_it_is_told_when_vectors_come_again(inn, gpt, caplog):
    house = await inn(files=configured(ENDPOINT))
    vectors = house.assistant.processor.open_turns.vectors
    gpt.embeddings_fault = Fault.SERVER_ERROR
    assert await vectors.of(QUESTION) is None
    gpt.embeddings_fault = None
    assert await vectors.of(QUESTION) is None  # it is left alone for a moment
    vectors._quiet_until = 0.0
    with caplog.at_level(logging.INFO):
        assert await vectors.of(QUESTION) is not None
    assert "makes vectors again" in caplog.text
    assert vectors.status()["why"] == ""


async def test_a_slow_endpoint_blocks_nobody_and_holds_a_turn_up_no_longer_than_the_deadline(inn, gpt):
    house = await inn(files=configured(ENDPOINT))
    gpt.embeddings_delay = 30.0
    ticks, began = 0, time.monotonic()
    turn = asyncio.create_task(house.say(QUESTION, intent="open_question"))
    while not turn.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert await turn
    assert ticks > 10
    assert time.monotonic() - began < 10


async def test_vectors_of_another_size_are_not_compared(inn, gpt, caplog):
    house = await inn(files=configured(ENDPOINT))
    gpt.vector_size = 8
    assert await house.say(QUESTION, intent="open_question")
    assert house.assistant.processor.open_turns.status()["embeddings"]["why"] == "wrong_size"
    assert "vectors of 8 numbers; those of the model have 256" in caplog.text


async def test_a_model_without_vectors_or_key_is_served_by_words(inn, gpt, caplog, monkeypatch):
    monkeypatch.setenv("INN_KEY", "k")
    house = await inn(files=configured(ENDPOINT), llm="  api_key_env: INN_KEY\n")
    monkeypatch.delenv("INN_KEY")
    other = assemble(house.model, house.around)
    told = other.processor.open_turns.status()["embeddings"]
    await other.close()
    assert told == {"by": "e", "state": "no_key", "why": "no_key"}
    assert "INN_KEY" in caplog.text


@pytest.mark.parametrize(("means", "intent"), [(0, "open_question"), (None, "nlu_fallback")])
async def test_what_words_leave_open_may_be_told_by_meaning(inn, gpt, means, intent):
    """The question shares a word of its two with a passage, which alone is not enough."""
    house = await inn(files={**configured(ENDPOINT), "knowledge/many.md": MANY})
    open_turns, text = house.assistant.processor.open_turns, "lawn croquet"
    known = house.model.open_turns.knowledge
    assert known.search(text)[0].confidence < open_turns.config.knowledge.threshold
    passage = [one.id for one in known.passages["en"]].index("many.md#garden-1")
    near = known.meaning.vectors["en"]
    open_turns.vectors._kept[text] = near[passage] if means == 0 else -near[passage]
    parsed = {"text": text, "intent": {"name": "nlu_fallback"}, "intent_ranking": []}
    seen = await open_turns.with_open_question(parsed, await house.assistant.whole("anna"))
    assert seen["intent"]["name"] == intent


# -- components


async def test_a_component_of_its_own_embeds_and_keeps_its_state(inn, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "lengths_of_words.py").write_text(dedent(OWN))
    house = await inn(key=False, files=configured("{name: lengths_of_words.Lengths, times: 2}"))
    assert house.model.open_turns.knowledge.meaning.size == 3
    vector = await house.assistant.processor.open_turns.vectors.of("the dogs")
    np.testing.assert_array_equal(vector, [1.0, 1.0, 4.0])
    path = save(house.model, tmp_path / "m.tar.gz")
    with pytest.raises(ModelError, match=r"names the class 'lengths_of_words\.Lengths'"):
        load(path)
    again = load(path, frozenset({"lengths_of_words.Lengths"}))
    assert again.open_turns.embeddings.component == {"seen": 9}


async def test_a_step_of_the_pipeline_embeds(inn, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "lengths_of_words.py").write_text(dedent(OWN))
    files = configured("lengths_of_words.Lengths", "- name: lengths_of_words.Lengths\n        ")
    house = await inn(key=False, files=files)
    assert await house.assistant.processor.open_turns.vectors.of("the dogs") is not None
    assert await house.say("are dogs welcome", intent="open_question")


async def test_a_sentence_encoder_embeds_and_other_weights_are_noticed(inn, tmp_path, caplog):
    folder = tiny_encoder(tmp_path / "encoder")
    house = await inn(key=False, files=configured(f"{{name: SentenceEncoder, model: {folder}}}"))
    assert house.model.open_turns.knowledge.meaning.size == 8
    assert (await house.assistant.processor.open_turns.vectors.of("book a room")).shape == (8,)
    project = read_project(ProjectPaths.in_folder(house.folder))
    assert "open_turns" in plan(project, house.model).kept
    with (folder / "vocab.txt").open("a") as vocabulary:
        vocabulary.write("breakfast\n")
    assert "open_turns" in plan(project, house.model).to_train
    shutil.rmtree(folder)
    other = assemble(house.model, house.around)
    told = other.processor.open_turns.status()["embeddings"]
    await other.close()
    assert told["why"] == "component"
    assert "no folder of a sentence encoder" in caplog.text


async def test_a_component_that_fails_leaves_the_words(inn, tmp_path, monkeypatch, caplog):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "lengths_of_words.py").write_text(dedent(OWN))
    house = await inn(key=False, files=configured("{name: lengths_of_words.Lengths}"))
    vectors = house.assistant.processor.open_turns.vectors
    vectors.embedder.steps[0].component.times = "no number"
    assert await house.say(QUESTION, intent="open_question")
    assert vectors.status()["why"] == "component"
    assert "failed on a text" in caplog.text


async def test_a_component_that_hangs_holds_nobody_up(inn, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "lengths_of_words.py").write_text(dedent(OWN))
    house = await inn(key=False, files=configured("{name: lengths_of_words.Lengths}"))
    vectors = house.assistant.processor.open_turns.vectors
    vectors.embedder.deadline = 0.05
    go_on = threading.Event()
    component = vectors.embedder.steps[0].component
    monkeypatch.setattr(component, "process", lambda message: go_on.wait(30) and None)
    assert await house.say(QUESTION, intent="open_question")
    assert vectors.status()["why"] == "timeout"
    go_on.set()


@pytest.mark.parametrize(
    ("embeddings", "words"),
    [
        ("SentenceEncodr", "is no step of the pipeline"),
        ("WhitespaceTokenizer", "makes no dense vectors"),
        ("{name: SentenceEncoder}", "'model' is missing"),
        ("{name: SentenceEncoder, model: nowhere}", "nowhere"),
        ("{name: Unheard}", "Unheard"),
        ("{model: e}", "must name what makes the vectors"),
        ("3", "must name what makes the vectors"),
        ("{name: endpoint, base_url: x}", "Write it under 'llm' in endpoints.yml"),
        ("{name: endpoint, deadline: 0}", "a number above 0"),
        ("{name: endpoint, batch: none}", "a whole number from 1 up"),
    ],
)
async def test_a_mistake_is_told_with_its_place(inn, embeddings, words):
    with pytest.raises(ProjectError) as told:
        await inn(key=False, files=configured(embeddings))
    assert words in str(told.value)
    assert "config.yml:" in str(told.value)
    assert "expected" in str(told.value).lower()


# -- without a word in config.yml


async def test_english_is_searched_with_the_packages_table_and_none_turns_it_off(inn, tmp_path):
    house = await inn(key=False)
    again = load(save(house.model, tmp_path / "m.tar.gz"))
    assert again.open_turns.embeddings.by == TABLE
    assert again.open_turns.search(QUESTION, 3) == house.model.open_turns.search(QUESTION, 3)
    assert "embeddings" not in house.assistant.processor.open_turns.status()


async def test_none_means_words_alone(inn):
    house = await inn(key=False, files=configured("none"))
    assert house.model.open_turns.knowledge.meaning is None


async def test_only_so_many_questions_are_kept():
    class Same:
        async def embed(self, texts, asker=None):
            return np.ones((1, 2), np.float32), None

    vectors = QuestionVectors("x", 2, Same())
    for number in range(300):
        await vectors.of(f"question {number}")
    assert len(vectors._kept) == 256


def test_ten_thousand_vectors_are_compared_at_once():
    rows = np.random.default_rng(1).standard_normal((10_000, 64))
    near = Meaning({"en": unit(rows)}).nearness(rows[7], "en")
    assert isinstance(near, np.ndarray)
    assert near.shape == (10_000,)
    assert int(np.argmax(near)) == 7
