"""Words that say in which sense a sign is meant: denied, doubted, over, only imagined, somebody else's.

All in the spelling of `bot.nlu.language.normalise.spell_out`. The rules that use them are in
`bot.nlu.language.assertion`; the traps they answer are listed in the clinical reference, section 2d.
"""

from __future__ import annotations

import re

NEGATORS = frozenset(
    {"no", "not", "never", "without", "nor", "neither", "none", "nothing", "zero", "nae", "denies", "minus"}
)
# Negators that deny nothing: they are removed before negation is looked for.
PSEUDO_NEGATION = re.compile(
    r"\bnot (?:just|only|really sure why|sure why|long ago|getting (?:any )?better|better|improv\w+|going away|gone away|settl\w+|"
    r"budg\w+|shift\w+|stopp\w+|stop|heal\w*|able|right|good|great|well|normal|happy|feel\w* (?:well|right|good)|myself|"
    r"to (?:worry|moan|be dramatic|fuss)|being dramatic|gon lie|gonna lie|going to lie|exaggerat\w+|kidding|joking|"
    r"(?:a )?(?:joke|doctor|medic|expert)|know\w* (?:why|what|how|where)|mention\w*|help\w*|touch\w*|work\w*|"
    r"(?:slept|sleep\w*|eaten|eat\w*)|been (?:right|well|able|myself)|want\w*|like\w*|one to|usually|much fun|since|until|ideal|"
    r"the (?:same|other)|bear|stand|explain\w*|done anything|do anything)\b"
    r"|\bno (?:idea|clue|wonder|doubt|matter|better|joke|relief|reason|sleep|warning|longer able|way|one|fun|good|kidding|"
    r"improvement|change|better|luck|time|more able|word of a lie)\b|\bnothing (?:helps|works|touches|shifts|eases|to do)\b"
    r"|\bnever (?:felt|had|known|experienced|been)\b(?=.*\b(?:like|so|such|before|this|as)\b)|\bwithout (?:warning|any warning|reason|"
    r"any reason|cause|touching|realis\w+|knowing|meaning|wanting|being able)\b|\bnever mind\b|\bwhy not\b|\bor not\b"
)
DOUBT = re.compile(
    r"\b(?:not sure|unsure|not certain|do not know|can not (?:tell|say|decide)|hard to (?:tell|say)|wonder\w*|"
    r"no idea) (?:if|whether|about)\b|\bdo not (?:think|believe|reckon)\b|\bnot (?:convinced|sure)\b"
)
# A condition that is tried out, not imagined: "if I press it, it is agony".
TRIED_OUT = re.compile(
    r"\b(?:if|when|whenever|unless) (?:i|you|he|she|they|we|somebody|someone|anyone|the doctor|it s|it is)? ?(?:so much as |even |just |try to |try and |"
    r"do )?(?:press|touch|stand|walk|put|bend|move|sit|lie|lay|run|squeeze|tr(?:y|ies)|wipe|cough|sneeze|breathe|push|poke|tap|hang|lift|raise|"
    r"bear|turn|wiggle|lean|look|hold|rest|stop|lower|sleep|go|rub|get|brush|knock)\w*\b"
)
IMAGINED = re.compile(
    r"\b(?:what if|if|in case|suppos(?:e|ing)|imagine|let us say|say i|hypothetically|should i ever)\b"
)
LEARNING = re.compile(
    r"\b(?:(?:what|which) (?:are|is|would|does|do|s) (?:the |a |an )?(?:\w+ )?(?:signs?|symptoms?|causes?|difference|chances?|risks?|dangers?|"
    r"meaning)|signs? of|symptoms? of|how (?:do|would|can|could|does|should) (?:i|you|one|people|someone|somebody|a person|we) "
    r"(?:know|tell|spot|recogni[sz]e|notice|prevent|avoid|treat|check)|how common|how (?:do|does) (?:you|people) get|"
    r"what does (?:a|an) |what do (?!i\b)\w+ |can (?:a|an|tight|you|people|someone|stretching|hamstrings?|it) |could (?:a|an|tight) |"
    r"do(?:es)? (?:a|an|tight|stretching|hamstrings?|you|people|everyone|all) |would (?:a|an|you|i) |will (?:a|i|stretching) |"
    r"is (?:a|an|there a|it true|it possible to|it common) |are (?:there|people|all) |why (?:do|does|is|are) (?:a|an|people|some|the|you|doctors?) |"
    r"when (?:should|would|is) (?:i|you|one|someone|somebody|it) |should (?:i|you) (?:worry|be worried|see|go|look)|"
    r"tell me about|explain|read about|heard about|heard that|learn(?:ing)? about|curious about|wondering about|worried about getting|"
    r"scared of|afraid of|fear of|frightened of|prevent|avoid|risk of|chance of|to be (?:clear|sure) (?:i|we)|"
    r"what happens|what counts as|definition of|for (?:an? )?(?:essay|exam|class|course|homework|revision|coursework|assignment|quiz)|"
    r"studying|revising|my (?:essay|exam|homework|course|lecture|textbook))"
)
OVER_TIME = re.compile(
    r"\b(?:(?:\d+|a few|few|couple of|couple|several|many|some|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|donkey s|"
    r"god knows how many) (?:years|yrs|year|decades) (?:ago|back|since|previously|earlier)|years (?:ago|back)|last (?:year|season|winter|summer)|"
    r"(?:in|back in|since|from|summer of|around) (?:the )?(?:19\d\d|20[01]\d|202[0-4]|(?:19|20)?\d0s|\d0 s)|as a (?:kid|child|boy|girl|teen\w*|"
    r"youngster|student|lad)|when i was (?:a |an |in |at |young|little|small|\d)|used to|decades? ago|ages ago|long ago|way back|back then|"
    r"years since|in my (?:teens|twenties|thirties|forties|youth)|in (?:high )?school|months (?:ago|back)|last (?:spring|autumn|fall) )"
)
OVER_STATE = re.compile(
    r"\b(?:(?:all|fully|totally|completely|long since|now) (?:healed|fine|better|recovered|gone|clear\w*|sorted|good|mended|normal|settled|ok|"
    r"okay|back to normal)|healed (?:up|fine|well|now|nicely|perfectly|completely|long)|went away|gone away|has gone|have gone|is gone|are gone|"
    r"gone (?:now|down|by)|cleared up|settled (?:down|on|by|in|after|overnight)|recovered|resolved|ruled out|given the all clear|"
    r"all clear|came back (?:clear|fine|normal|negative)|was fine|is fine (?:now|since|these)|fine (?:now|since|these days|ever since|again)|"
    r"no problems? since|no trouble since|no issues? since|good as new|right as rain|perfectly (?:fine|ok|okay) now|"
    r"sorted (?:now|itself)|not any more|no longer|passed off|wore off|gone by|back to normal|better (?:now|since|the next))\b"
)
NOW = re.compile(
    r"\b(?:now(?! (?:fine|healed|better|clear|all|fully|gone|sorted|good|ok|okay))|today|tonight|still|again|currently|this (?:morning|afternoon|"
    r"evening|week|month)|at the moment|right now|getting worse|worse|yesterday|last night|since (?:then|yesterday|this|last|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|the weekend)|just (?:now|started|come|had|got)|keeps|new)\b"
)
RECENT = re.compile(
    r"\b(?:yesterday|today|tonight|this (?:morning|afternoon|evening|week)|last (?:night|week)|ago|since|just|now|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|weekend|hours?|minutes?|mins?|hrs?|still|is|are|has|keeps|can not|will not|won)\b"
)
PERSON = (
    r"(?:son|sons|daughter|daughters|lad|lass|kid|kids|child|children|boy|girl|toddler|baby|bairn|wee one|little one|little man|grandson|"
    r"granddaughter|grandchild|grandkid|nephew|niece|mum|mom|mam|mother|dad|father|nan|nana|gran|granny|grandma|grandmother|grandad|granddad|"
    r"grandpa|grandfather|wife|husband|hubby|partner|missus|boyfriend|girlfriend|fella|bloke|man|brother|sister|sis|bro|uncle|aunt|auntie|"
    r"cousin|friend|mate|buddy|pal|neighbour|neighbor|colleague|workmate|coworker|teammate|patient|client|roommate|flatmate|boss|teacher|"
    r"husbands|wifes|youngest|eldest|oldest|teenager|teen|student|pupil|fiance|fiancee|lady|guy|woman|in law|mil|fil|runner|player)"
)
OTHER = re.compile(rf"\b(?:(?:my|our|the|a|me|his|her|this|one of my) (?:\w+ ){{0,4}}?{PERSON}|he|she|him|his|her)\b")
ANIMAL = re.compile(
    r"\b(?:dog|dogs|puppy|pup|cat|cats|kitten|horse|horses|pony|mare|gelding|foal|cow|cows|cattle|heifer|sheep|ewe|lamb|goat|pig|rabbit|bunny|"
    r"hamster|guinea pig|parrot|bird|chicken|hen|budgie|tortoise|labrador|lab|spaniel|whippet|greyhound|retriever|terrier|collie|poodle|"
    r"shepherd|vet|vets|paw|paws|hoof|hind leg|hooves|donkey|bull|bullock|ferret|animal)\b"
)
STORY = re.compile(
    r"\b(?:film|movie|novel|book|books|character|episode|series|netflix|tv|telly|soap|drama|documentary|podcast|play|script|screenplay|story|"
    r"comic|manga|anime|song|lyrics?|poem|video game|game|gameplay|boss fight|headline|headlines|news|commentator|pundit|quarterback|striker|"
    r"goalkeeper|footballer|match of|premier league|nba|nfl|olympics|championship|legend|myth|greek|homer|iliad|trojan|troy|brad pitt|hero|"
    r"villain|actor|actress|celebrity|season finale|emmerdale|eastenders|casualty|holby|grey s anatomy|quiz|crossword|exam|essay|textbook|"
    r"meme|joke|tiktok|instagram|youtube|the paper|article)\b"
)
FIRST_PERSON = re.compile(r"\b(?:i|my|me|mine|myself|we|our|us)\b")
OWN_BODY = re.compile(r"\b(?:my|mine|i have|i am|i got|i can|i feel|i felt|me|i had|i still)\b")
# Clauses end at these words, and so does a negation.
BREAKS = frozenset({"but", "although", "though", "however", "because", "cos", "coz", "cause", "except", "yet", "whereas", "while", "so", "then", "which", "until", "till", "apart", "bar", "just", "only", "instead", "when", "since", "after", "before"})  # fmt: skip
SUBJECTS = frozenset({"i", "my", "me", "it", "its", "he", "she", "they", "we", "the", "his", "her", "their", "there", "this", "that", "now", "also", "both", "one", "a", "an", "our", "today", "still", "has", "have", "had", "is", "are", "can", "could", "feel", "felt", "got", "getting", "going", "gone", "went", "then", "very", "really", "left", "right", "your", "you", "some"})  # fmt: skip
