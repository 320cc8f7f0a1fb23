"""Names of what our components leave on a Rasa message for one another."""

REPAIRED_TEXT = "repaired_text"  # str: the text after spelling repair
QUESTIONS = "questions"  # list[str]: the repaired text's separate questions, empty unless there are two or more
VECTORS = "vectors"  # float32 array (1 + questions, 384): the text's sentence vector first; absent without an encoder
STATES = "states"  # float32 array (tokens, 384): the encoder's lower layers on the text; absent without an encoder
ALSO = "also"  # list[str]: intents of the further questions in the message
DEBUG = "debug"  # dict: how the classifier came to its answer, for `/debug`
DANGER = "danger"  # dict: red flags, safety question, findings and denied signs, from the red-flag screen
REPLY = "reply"  # dict: how the message answers each question of the self-check, see `bot.nlu.reply_reader`
