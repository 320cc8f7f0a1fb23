"""Words that say in which sense a sign is meant: denied, doubted, over, only imagined, somebody else's.

All in the spelling of `bot.nlu.language.normalise.spell_out`. The rules that use them are in
`bot.nlu.language.assertion`; the traps they answer are listed in the clinical reference, section 2d.
"""

from __future__ import annotations

import re

# Words that add nothing to a sign; phrases and messages are compared without them.
FILLERS = frozenset({
    "my", "the", "a", "an", "his", "her", "their", "our", "your", "its", "really", "very", "so", "just", "quite",
    "pretty", "bit", "rather", "proper", "absolutely", "literally", "actually", "kinda", "kind", "sort", "of",
    "well", "also", "basically", "honestly", "fully", "somehow", "then", "already", "is", "are", "was", "were", "be",
    "am", "has", "have", "feels", "looks", "looking", "seems", "became", "become", '"', "'", "bloody", "damn",
    "fucking", "flipping", "*", "-",
})  # fmt: skip
# A phrase does not reach over these.
GAP_STOPPERS = frozenset({"not", "no", "never", "without", "nor", "but", "fine", "because", ".", "!", "?", ";"})
# Signs that only say where: "can't put that foot down" denies no foot.
PLACES = frozenset({
    "leg", "calf", "joint", "foot", "bone", "toe_joint", "skin_area", "one_side", "both_legs", "back_of_ankle",
    "hamstring_place",
})  # fmt: skip
NEGATORS = frozenset(
    {"no", "not", "never", "without", "nor", "neither", "none", "nothing", "zero", "nae", "denies", "minus"}
)
# Negators that deny nothing: they are removed before negation is looked for.
PSEUDO_NEGATION = re.compile(
    r"\b(?:can|will) not (?!see\b|find\b|notice\b|say\b|spot\b|feel any\b|complain\b)|\bnot (?:just|only|"
    r"really sure why|sure why|long ago|getting (?:any )?better|better|improv\w+|going away|gone away|settl\w+|"
    r"budg\w+|shift\w+|stopp\w+|stop|heal\w*|able|right|good|great|well|normal|happy|feel\w* (?:well|right|good)|"
    r"myself|"
    r"to (?:worry|moan|be dramatic|fuss)|being dramatic|gon lie|gonna lie|going to lie|exaggerat\w+|kidding|joking|"
    r"(?:a )?(?:joke|doctor|medic|expert)|know\w* (?:why|what|how|where)|mention\w*|help\w*|touch\w*|work\w*|"
    r"(?:slept|sleep\w*|eaten|eat\w*)|been (?:right|well|able|myself)|want\w*|like\w*|one to|usually|much fun|since|"
    r"until|ideal|the (?:same|other)|bear|stand|explain\w*|done anything|do anything)\b"
    r"|\bno (?:idea|clue|wonder|doubt|matter|better|joke|relief|reason|sleep|warning|longer able|way|one|fun|good|"
    r"kidding|"
    r"improvement|change|better|luck|time|more able|word of a lie)\b|\bnothing (?:helps|works|touches|shifts|eases|"
    r"to do)\b"
    r"|\bnever (?:felt|had|known|experienced|been)\b(?=.*\b(?:like|so|such|before|this|as)\b)|\bwithout (?:warning|"
    r"any warning|reason|"
    r"any reason|cause|touching|realis\w+|knowing|meaning|wanting|being able)\b|\bnever mind\b|\bwhy not\b|\bor not\b"
)
DOUBT = re.compile(
    r"\b(?:not sure|unsure|not certain|do not know|can not (?:tell|say|decide)|hard to (?:tell|say)|wonder\w*|"
    r"no idea) (?:if|whether|about)\b|\bdo not (?:think|believe|reckon)\b|\bnot (?:convinced|sure)\b(?! (?:why|what|"
    r"how|where|when|which)\b)"
)
# A condition that is tried out, not imagined: "if I press it, it is agony".
TRIED_OUT = re.compile(
    r"\b(?:if|when|whenever|unless) (?:i|you|he|she|they|we|somebody|someone|anyone|the doctor|it s|"
    r"it is)? ?(?:so much as |even |just |try to |try and |"
    r"do )?(?:press|touch|stand|walk|put|bend|move|sit|lie|lay|run|squeeze|tr(?:y|ies)|wipe|cough|sneeze|breathe|"
    r"push|poke|tap|hang|lift|raise|"
    r"bear|turn|wiggle|lean|look|hold|rest|stop|lower|sleep|rub|brush|knock)\w*\b|\b(?:if|when|whenever) (?:i|he|"
    r"she) (?:go|get)\b"
)
IMAGINED = re.compile(
    r"\b(?:what if|if|in case|suppos(?:e|ing)|imagine|let us say|hypothetically|should i ever|say (?:my|i|a|somebody|"
    r"someone|it) )\b"
)
LEARNING = re.compile(
    r"\b(?:what (?:causes|exactly is|is) (?:a |an |the )?|(?:what|which) (?:are|is|would|does|do|s) (?:the |a |"
    r"an )?(?:\w+ )?(?:signs?|symptoms?|causes?|difference|chances?|risks?|dangers?|"
    r"meaning)|signs? of|symptoms? of|how (?:do|would|can|could|does|should) (?:i|you|one|people|someone|somebody|"
    r"a person|we) "
    r"(?:know|tell|spot|recogni[sz]e|notice|prevent|avoid|treat|check)|how common|how (?:do|does) (?:you|people) get|"
    r"what does (?:a|an) |what do (?!i\b)\w+ |why (?:do|does|is|are) (?:a|an|people|some|the|you|doctors?) |"
    r"when (?:should|would|is) (?:you|one|someone|somebody) |"
    r"(?:^|[,;:] |\b(?:and|but|so|or|also) )(?:can (?:a|an|tight|you|people|someone|stretching|hamstrings?) |"
    r"could (?:a|an|tight) |"
    r"do(?:es)? (?!i\b|it\b|this\b|that\b|my\b|the\b|he\b|she\b|not\b|n )\w+ |would (?:a|an|you) |will (?:a|"
    r"stretching) |is (?:a|an|there a|it true|it common) |are (?:there|people|all) )|"
    r"tell me about|explain|read about|heard about|heard that|learn(?:ing)? about|curious about|wondering about|"
    r"worried about getting|"
    r"scared of|afraid of|fear of|frightened of|prevent|avoid|risk of|chance of|to be (?:clear|sure) (?:i|we)|"
    r"what happens|what counts as|definition of|for (?:an? )?(?:essay|exam|class|course|homework|revision|coursework|"
    r"assignment|quiz)|studying|revising|my (?:essay|exam|homework|course|lecture|textbook))"
)
OVER_TIME = re.compile(
    r"\b(?:(?:\d+|a few|few|couple of|couple|several|many|some|two|three|four|five|six|seven|eight|nine|ten|twenty|"
    r"thirty|donkey s|"
    r"god knows how many) (?:years|yrs|year|decades) (?:ago|back|since|previously|earlier)|years (?:ago|back)|"
    r"last (?:year|season|winter|summer)|"
    r"(?:in|back in|since|from|summer of|around) (?:the )?(?:19\d\d|20[01]\d|202[0-4]|(?:19|20)?\d0s|\d0 s)|"
    r"as a (?:kid|child|boy|girl|teen\w*|"
    r"youngster|student|lad)|when i was (?:a |an |in |at |young|little|small|\d)|used to|decades? ago|ages ago|"
    r"long ago|way back|back then|"
    r"years since|in my (?:teens|twenties|thirties|forties|youth)|in (?:high )?school|months (?:ago|back)|"
    r"last (?:spring|autumn|fall) |before (?:i was|my|he was|she was) (?:born|time)|since (?:boyhood|childhood))"
)
OVER_STATE = re.compile(
    r"\b(?:healed (?:and|after|,|\.)|healed$|healed (?:up|fine|well|now|nicely|perfectly|completely|long)|"
    r"vanished (?:in|by|after|overnight)|nothing since|went down (?:again|by|overnight|nicely|after)|thawed|"
    r"came (?:right )?back (?:as soon|when|once)|come right back|came back (?:clear|fine|normal|negative)|"
    r"fit as a fiddle|(?:is|am) well now|they were normal|later is normal|"
    r"(?:all|fully|totally|completely|long since|now) (?:healed|fine|better|recovered|gone|clear\w*|sorted|good|"
    r"mended|normal|settled|ok|okay|back to normal)|went away|gone away|"
    r"(?:has|have|is|are) (?:all |now )?gone(?: [.,;!)]| now|$)|gone (?:now|down|by)|cleared up|settled (?:down|"
    r"on|by|in|after|overnight)|recovered|resolved|ruled out|"
    r"given the all clear|all clear|is fine (?:now|since|these)|fine (?:now|since|these days|ever since|again)|"
    r"no (?:problems?|trouble|issues?) since|good as new|right as rain|perfectly (?:fine|ok|okay) now|"
    r"sorted (?:now|itself)|not any more|no longer (?:hurts?|sore|swollen|numb|there|bothers?)|passed off|wore off|"
    r"gone by|back to normal|better (?:now|since|the next))(?!\w)"
)
NOW = re.compile(
    r"\b(?:now(?! (?:fine|healed|better|clear|all|fully|gone|sorted|good|ok|okay))|today|tonight|still|again|"
    r"currently|this (?:morning|afternoon|"
    r"evening|week|month)|at the moment|right now|getting worse|worse|yesterday|last night|since (?:then|yesterday|"
    r"this|last|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|the weekend)|just (?:now|started|come|had|got)|keeps|new)\b"
)
RECENT = re.compile(
    r"\b(?:yesterday|today|tonight|this (?:morning|afternoon|evening|week)|last (?:night|week)|ago|since|just|now|"
    r"monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|weekend|hours?|minutes?|mins?|hrs?|still|is|are|has|keeps|can not|will not|won)\b"
)
PERSON = (
    r"(?:son|sons|daughter|daughters|lad|lass|kid|kids|child|children|boy|girl|toddler|baby|bairn|wee one|little one|"
    r"little man|grandson|"
    r"granddaughter|grandchild|grandkid|nephew|niece|mum|mom|mam|mother|dad|father|nan|nana|gran|granny|grandma|"
    r"grandmother|grandad|granddad|"
    r"grandpa|grandfather|wife|husband|hubby|partner|missus|boyfriend|girlfriend|fella|bloke|man|brother|sister|sis|"
    r"bro|uncle|aunt|auntie|"
    r"cousin|friend|mate|buddy|pal|neighbour|neighbor|colleague|workmate|coworker|teammate|patient|client|roommate|"
    r"flatmate|boss|teacher|"
    r"husbands|wifes|youngest|eldest|oldest|teenager|teen|student|pupil|fiance|fiancee|lady|guy|woman|in law|mil|fil|"
    r"runner|player)"
)
OTHER = re.compile(rf"\b(?:(?:my|our|the|a|me|his|her|this|one of my) (?:\w+ ){{0,4}}?{PERSON}|he|she|him|his|her)\b")
ANIMAL = re.compile(
    r"\b(?:dog|dogs|puppy|pup|cat|cats|kitten|horse|horses|pony|mare|gelding|foal|cow|cows|cattle|heifer|sheep|ewe|"
    r"lamb|goat|pig|rabbit|bunny|"
    r"hamster|guinea pig|parrot|bird|chicken|hen|budgie|tortoise|labrador|lab|spaniel|whippet|greyhound|retriever|"
    r"terrier|collie|poodle|shepherd|vet|vets|paw|paws|hoof|hind leg|hooves|donkey|bull|bullock|ferret|animal)\b"
)
STORY = re.compile(
    r"\b(?:(?:the|a|this|that|in|of) film|movie|novel|thriller|memoir|biopic|biography|character|episode|series|"
    r"netflix|on (?:the )?(?:tv|telly)|soap|drama|documentary|podcast|"
    r"screenplay|cartoon|comic|manga|anime|song|lyrics?|poem|opera|ballet|video game|computer game|gameplay|"
    r"boss fight|headlines?|footballer|"
    r"detective|zombie|vampire|premier league|match of the day|nba|nfl|olympics|legend|myth|greek|homer|iliad|trojan|"
    r"troy|hero|villain|actor|"
    r"actress|celebrity|season finale|emmerdale|eastenders|casualty|holby|museum|crossword|essay|textbook|meme|"
    r"tiktok|the paper|fiction|saga|reading (?:a|about)|metaphor\w*)\b"
)
FIRST_PERSON = re.compile(r"\b(?:i|my|me|mine|myself|we|our|us)\b")
OWN_BODY = re.compile(
    rf"\b(?:my (?!(?:\w+ ){{0,2}}?{PERSON}\b)\w+|mine|i (?:have|am|got|can|feel|felt|had|still)|me)\b"
)
# Clauses end at these words, and so does a negation.
BREAKS = frozenset({
    "but", "although", "though", "however", "because", "cos", "coz", "cause", "except", "yet", "whereas", "while",
    "so", "then", "which", "until", "till", "apart", "bar", "just", "only", "instead", "when", "since", "after",
    "before",
})  # fmt: skip
SUBJECTS = frozenset({
    "i", "my", "me", "it", "its", "he", "she", "they", "we", "the", "his", "her", "their", "there", "this", "that",
    "now", "also", "both", "one", "a", "an", "our", "today", "still", "has", "have", "is", "are", "can", "could",
    "feel", "felt", "got", "getting", "going", "gone", "went", "then", "very", "really", "left", "right", "your",
    "you", "some",
})  # fmt: skip
# "no swelling, fever or numbness": every item of the list is denied, up to an "or" or "nor".
DENIED_LIST_BEFORE = re.compile(
    r"\b(?:no|without|neither|not any|not had any|never had any) (?:\w+ ){1,3}?(?:, (?:\w+ ){1,3}?)*(?:, )?(?:or|"
    r"nor) (?:any )?(?:\w+ )?$"
)
DENIED_LIST_OPEN = re.compile(r"\b(?:no|without|neither) (?:\w+ ){1,3}?(?:, (?:\w+ ){1,3}?)*, (?:\w+ )?$")
LIST_GOES_ON = re.compile(r"(?:\w+ ){1,3}?(?:, (?:\w+ ){1,3}?)*(?:, )?(?:or|nor) ")
ANSWERED_NO = re.compile(
    r"(?:[:?,-] )?(?:no|none|nope|nah|not at all|negative|absent)(?: [.,;!]| $)(?!idea|way|clue|one)"
)
# "bladder and bowel are fine", "can go on tiptoe fine"; not "was fine until today".
NORMAL_AFTER = re.compile(
    r"(?:(?:and|or|,) \w+ ){0,2}(?:is |are |feels? |works? |look(?:s|ing)? |seems? )?(?:all |both |still |perfectly |"
    r"completely |absolutely |totally )*"
    r"(?:fine|ok|okay|normal|normally|grand|alright|all right|no problem|no bother|perfect)\b"
    r"(?! (?:until|till|before|yesterday|this morning|then|earlier|at|on|when|but|,? ?(?:now|then) ))"
)
# Only an animal that is itself unwell can be the "he" of another sentence.
AILING = re.compile(
    r"\b(?:limp\w*|lame\w*|vets?|paws?|hoof|hooves|legs?|hurt\w*|injur\w*|swollen|swelling|sick|ill|bleeding|sore)\b"
)
ANY_PERSON = re.compile(rf"\b{PERSON}\b")
NAMED_PERSON = re.compile(rf"\b(?:my|our|the|a|his|her|this) (?:\w+ ){{0,2}}?{PERSON}\b")
NEAR_PERSON = re.compile(
    rf"\b(?:my (?:own )?(?:left |right )?(?:leg|calf|foot|ankle|heel|shin|knee|thigh|arm|hand|toe|chest|back|skin|"
    rf"hip)s?|i|me|(?:my|our|the|his|her) (?:\w+ )?{PERSON})\b"
)
ON_MY_BODY = re.compile(
    r"(?:on|in|of|round|around|over|all over|up|down)? ?my (?:\w+ )?(?:leg|calf|foot|ankle|heel|shin|knee|thigh|arm|"
    r"hand|toe|chest|back|skin)\b"
)
ANIMAL_OWNER = re.compile(
    r"\b(?:my|our|the|his|her) (?:\w+ )?(?:dog|cat|horse|pony|mare|spaniel|labrador|whippet|terrier|puppy|vet)\b"
)
PRONOUN = re.compile(r"\b(?:he|she|his|her|him)\b")
MY_OWN = re.compile(r"\b(?:my|mine|i have|i got|i feel|i felt|i can not|i had)\b")
AFTER_IMAGINED = re.compile(r"[,;] ?(?!.*\bif\b)[^,;]*$")
NOT_OVER = re.compile(
    r"\b(?:not|never|hardly|barely)(?: \w+){0,2} (?:gone|better|settled|recovered|resolved|healed|cleared|fine|"
    r"normal|back|"
    r"sorted|away|off)\b|"
    r"\b(?:but|again|back again|now it|still)\b|\b(?:other|right|left) (?:one|leg|calf|foot|ankle|knee|side)\b"
)
# "last year I had a clot, and my calf is swollen": the sign's own clause speaks of now.
PRESENT_TENSE = re.compile(r"\b(?:is|are|am|has|have|feels?|looks?|keeps?|hurts?|can not|will not)\b")
# "never had chest pain like this": it is there now.
NEVER_LIKE_THIS = re.compile(r"\bnever (?:felt|had|known|experienced|been|seen) (?:\w+ ){0,3}$")
LIKE_THIS = re.compile(r"(?:\w+ ){0,2}(?:like|so|such|this|as bad|before)\b")
# Signs that an animal has as well; only for these may "he" be the dog of another sentence.
ANIMAL_TOO = frozenset({
    "cannot_bear_weight", "limp", "swollen", "leg_ache", "foot_wound", "weeping", "sore", "will_not_heal",
})  # fmt: skip
# "my mum had a stroke": history, unless it says when.
HISTORY = re.compile(r"\b(?:had|suffered|got|died (?:of|from)|survived) (?:a |an |his |her |the |\w+ ){0,2}$|\bdied\b")
ILLNESS = re.compile(
    r"\b(?:stroke|heart attack|clot|dvt|embol\w+|sepsis|gangrene|cancer|rupture\w*|achilles|overdose\w*)\b"
)
GUESSED_ANIMAL = re.compile(
    r"\b(?:hen|stag) (?:do|party|night|weekend)s?\b|\b(?:downward|upward|bird) (?:- )?dogs?\b|\bcat (?:- )?cows?\b|"
    r"\bchicken ?pox\b|\bdonkey (?:kick|year)s?\b|\b(?:mechanical bull|bull bar|pigeon pose|bunny hop)s?\b|"
    r"\bcharley horse\b|\b(?:dog|cat|horse|insect|animal|spider|tick) (?:bite|scratch)\b|\bwalk\w* (?:the|my|"
    r"our) dogs?\b|\b(?:over|by|off|from) (?:the|a|my|our|her|his) (?:dog|cat|horse|pony)\b|\b(?:horse|pony|bull|"
    r"cow) (?:threw|kicked|trod|stepped|stood|fell|bucked)\b|\bcat avoids\b|\bdog\w* (?:pulled|tripped|knocked)\b"
)
