"""Names of what messages hold."""

ENTITY_ATTRIBUTE_CONFIDENCE = "confidence"
BILOU_ENTITIES = "bilou_entities"
BILOU_ENTITIES_ROLE = "bilou_entities_role"
BILOU_ENTITIES_GROUP = "bilou_entities_group"
ENTITY_ATTRIBUTE_CONFIDENCE_TYPE = "confidence_entity"
ENTITY_ATTRIBUTE_CONFIDENCE_GROUP = "confidence_group"
ENTITY_ATTRIBUTE_CONFIDENCE_ROLE = "confidence_role"
EXTRACTOR = "extractor"
PRETRAINED_EXTRACTORS = {"DucklingEntityExtractor", "SpacyEntityExtractor"}
NUMBER_OF_SUB_TOKENS = "number_of_sub_tokens"
MESSAGE_ATTRIBUTES = ["text", "intent", "response", "action_name", "action_text", "intent_response_key"]
DENSE_FEATURIZABLE_ATTRIBUTES = ["text", "response", "action_text"]
LANGUAGE_MODEL_DOCS = {
    "text": "text_language_model_doc",
    "response": "response_language_model_doc",
    "action_text": "action_text_model_doc",
}
SPACY_DOCS = {
    "text": "text_spacy_doc",
    "response": "response_spacy_doc",
    "action_text": "action_text_spacy_doc",
}
TOKENS_NAMES = {
    "text": "text_tokens",
    "intent": "intent_tokens",
    "response": "response_tokens",
    "action_name": "action_name_tokens",
    "action_text": "action_text_tokens",
    "intent_response_key": "intent_response_key_tokens",
}
SEQUENCE_FEATURES = "sequence_features"
SENTENCE_FEATURES = "sentence_features"
RESPONSE_SELECTOR_PROPERTY_NAME = "response_selector"
RESPONSE_SELECTOR_RETRIEVAL_INTENTS = "all_retrieval_intents"
RESPONSE_SELECTOR_DEFAULT_INTENT = "default"
RESPONSE_SELECTOR_PREDICTION_KEY = "response"
RESPONSE_SELECTOR_RANKING_KEY = "ranking"
RESPONSE_SELECTOR_RESPONSES_KEY = "responses"
RESPONSE_SELECTOR_RESPONSE_TEMPLATES_KEY = "response_templates"
RESPONSE_SELECTOR_UTTER_ACTION_KEY = "utter_action"
RESPONSE_SELECTOR_TEMPLATE_NAME_KEY = "template_name"
RESPONSE_IDENTIFIER_DELIMITER = "/"
DEFAULT_TRANSFORMER_SIZE = 256
FEATURIZER_CLASS_ALIAS = "alias"
NO_LENGTH_RESTRICTION = -1
