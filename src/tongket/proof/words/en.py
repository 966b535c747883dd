"""English words around numbers: tag → meaning → phrases, separated by `|`."""

from __future__ import annotations

from tongket.proof.words.phrases import phrases

WORDS: dict[str, dict[str, str]] = {
    "hedge": {
        "below": "nearly|almost|just under|close to|just below|approaching|not quite",
        "above": "more than|over|above|just over|just above|well over|upwards of|in excess of|greater than",
        "around": ("about|around|approximately|roughly|an estimated|estimated|circa|nearly about|approx|or so"),
        "most": "under|less than|fewer than|at most|below|no more than",
        "least": "at least|no fewer than|no less than|a minimum of|minimum",
        "upto": "up to|as many as|as much as",
    },
    "hedge_after": {
        "least": "or more|or above|or higher|and above",
        "most": "or less|or fewer|or below",
    },
    "dir": {
        "+": (
            "up|up by|up -|increase|increase of|increased|increased by|increases|increasing|rise|rise of"
            "|rose|rose by|risen|risen by|rising|rising by|grew|grew by|growth of|growth|gain of|climbed"
            "|climbed by|jumped|jumped by|jump of|jump|surge of|surged|surged by|soared by|soared"
            "|higher by|increase by|rise by|gone up by|increasing by|spike of|upsurge of|surge|spike"
        ),
        "-": (
            "down|down by|decrease|decrease of|decreased|decreased by|decreases|decreasing|decreasing by"
            "|fall|fall of|fell|fell by|fallen|fallen by|falling|falling by|drop|drop of|dropped"
            "|dropped by|drop by|decline|decline of|declined|declined by|declining by|reduction"
            "|reduction of|reduced|reduced by|reduced -|reduction by|lower by|plunged|plunged by"
            "|slumped by|cut by|dip of|dipped by|dipped|dip|decrease by|shrank by|tumbled by|slid by"
            "|decline by"
        ),
    },
    "dir_mid": {
        "-": "fewer|less",
        "+": "more|additional",
    },
    "dir_after": {
        "-": "lower|down|fewer|less|off",
        "+": "higher|up|more",
    },
    "level_after": {
        "": "to|to reach|to just",
    },
    "pct": {
        "%": "%|per cent|percent|pct|percentage",
    },
    "points": {
        "điểm %": (
            "percentage points|percentage point|percentage-point|pp|percent points|% points|per cent points|% point"
        ),
    },
    "scale": {
        "2": "hundred",
        "3": "thousand|k",
        "6": "million|mn|m",
        "9": "billion|bn",
        "12": "trillion|tn",
        "5": "lakh",
        "7": "crore",
    },
    "currency": {
        "USD": "usd|dollars|us dollars|dollar",
        "VND": "vnd|dong",
        "EUR": "euros|euro|eur",
        "GBP": "pounds|gbp",
        "INR": "rupees|rs",
    },
    "above_target": {
        "": ("exceeding|exceeded|exceeds|exceeding the target by|exceeded the target by|beat the target by|surpassing"),
    },
    "target": {
        "": (
            "target|targets|goal|set rate|the set rate|target of|a target of|planned|benchmark|quota"
            "|assigned target|set target"
        ),
    },
    "rate": {
        "": (
            "rate|a rate of|rate of|share|accounted for|accounting for|account for|making up|representing"
            "|proportion|made up|accounts for"
        ),
    },
    "compare": {
        "": (
            "compared to|compared with|against|versus|vs|from|than|in comparison with|in comparison to"
            "|relative to|over the same|as against|when compared to|when compared with|as compared to"
            "|as compared with|on"
        ),
    },
    "same_period": {
        "": (
            "same period|the same period|same period last year|the same period last year"
            "|the same period of last year|year on year|year-on-year|at this time last year"
            "|this time last year|a year earlier|a year ago|a year before|same period a year earlier"
            "|the same period a year earlier|corresponding period|the corresponding period"
            "|the corresponding period last year|the same period in the previous year"
            "|the same period the previous year|the same time last year|same time last year"
            "|the same quarter last year|the same month last year|year over year"
        ),
    },
    "previous_period": {
        "": "the previous period|previous period|the period before|the preceding period|prior period",
        "month": "last month|the previous month|previous month|the month before|a month earlier",
        "year": (
            "last year|the previous year|previous year|the year before|the prior year|the preceding year"
            "|in the previous year"
        ),
        "quarter": "last quarter|the previous quarter|previous quarter",
        "week": "last week|the previous week",
    },
    "stage": {
        "cleared": "cleared|solved|resolved|detected|settled|clearance|detection",
        "open": "unsolved|pending|outstanding|under investigation|unresolved",
        "handled": "arrested|charged|prosecuted|seized|recovered|detained|handled",
        "recorded": "recorded|reported|received|registered|there were",
        "tried": "convicted|sentenced|tried",
    },
    "harm": {
        "killed": "killed|dead|died|deaths",
        "injured": "injured|wounded|hurt",
        "missing": "missing",
    },
    "whole": {
        "complete": "comprising|consisting of|made up of|namely|broken down into",
        "partial": "of which|of whom|of these|among them|of them",
        "loose": "with|including",
    },
    "fold": {
        "2": "doubled|twice|double|two-fold|twofold|doubling",
        "3": "tripled|trebled|threefold|three-fold|thrice",
        "4": "quadrupled|fourfold",
        "": "",
    },
    "times": {
        "": "times|fold|-fold",
    },
    "duration": {
        "day": "days|day|-day|day period",
        "month": "months|month|-month|month period",
        "year": "years|year|-year|years old|year-old|-year-old|year old|year-olds|years of age",
        "other": (
            "weeks|week|hours|hour|minutes|minute|quarters|quarter|decades|nights|am|pm|a.m|p.m|o'clock"
            "|seconds|centuries|-hour"
        ),
    },
    "label": {
        "": (
            "article|articles|section|clause|decree|circular|plan|directive|no|number|table|figure|chapter"
            "|page|aged|age|ages|district|ward|phase|group|type|level|top|route|highway|resolution|law"
            "|bill|act|annex|appendix|project|sub|room|unit|street|item|version|covid|grade|class|part|box"
            "|note|under the age of|over the age of|fy|line|call|dial|hotline|paragraph|rule|schedule|zone"
        ),
    },
    "date": {
        "day": "",
        "year": "in|since|during|for|of|year|by|until|the year|the end of|late|early|mid|end of",
        "month": "",
        "span": "period|between",
        "hour": "at",
    },
    "month": {
        "1": "january|jan",
        "2": "february|feb",
        "3": "march",
        "4": "april|apr",
        "5": "may",
        "6": "june|jun",
        "7": "july|jul",
        "8": "august|aug",
        "9": "september|sept|sep",
        "10": "october|oct",
        "11": "november|nov",
        "12": "december|dec",
    },
    "and": {
        "": "and|or|with|while|plus",
    },
    "filler": {
        "": ("of|by|a|an|the|total|total of|a total of|respectively|was|were|is|are|i.e|ie|equal to|or|by some"),
    },
    "amount": {
        "": "numbered|totalled|totaled|totalling|totaling|numbering|amounted to|reached|stood at|hit|came to",
    },
    "verb": {
        "": "broke up|broken up|rounded up|set up|picked up|taken up|handed down|broke down",
    },
    "both": {
        "": "all|both|every|each",
    },
    "nw": {
        "0": "zero",
        "1": "one",
        "2": "two",
        "3": "three",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven",
        "8": "eight",
        "9": "nine",
        "10": "ten",
        "11": "eleven",
        "12": "twelve|dozen",
        "13": "thirteen",
        "14": "fourteen",
        "15": "fifteen",
        "16": "sixteen",
        "17": "seventeen",
        "18": "eighteen",
        "19": "nineteen",
        "20": "twenty",
        "30": "thirty",
        "40": "forty",
        "50": "fifty",
        "60": "sixty",
        "70": "seventy",
        "80": "eighty",
        "90": "ninety",
        "x100": "hundred",
        "x1000": "thousand",
        "half": "half|a half",
    },
    "all": {
        "": "all of",
    },
}

#: Units: class → unit as printed → phrases.
UNITS: dict[str, dict[str, str]] = {
    "case": {
        "cases": "cases|case",
        "offences": "offences|offenses|offence|offense",
        "crimes": "crimes|crime",
        "incidents": "incidents|incident|accidents|accident|crashes|collisions|fires",
        "murders": (
            "murders|murder|homicides|homicide|killings|rapes|robberies|burglaries|thefts|assaults"
            "|shootings|frauds|attacks"
        ),
    },
    "report": {
        "reports": "reports|report|complaints|complaint|petitions|tip-offs|tips|calls|denunciations",
    },
    "people": {
        "people": "people|persons|person|fatalities|fatality|deaths|death|injuries|casualties",
        "suspects": (
            "suspects|suspect|offenders|offender|criminals|defendants|defendant|accused|culprits|perpetrators"
        ),
        "victims": (
            "victims|victim|children|women|men|residents|citizens|foreigners|visitors|passengers|students"
            "|minors|juveniles"
        ),
        "officers": (
            "officers|officer|policemen|inmates|prisoners|detainees|addicts|drivers|workers|fugitives|soldiers|migrants"
        ),
        "arrests": "",
    },
    "gang": {
        "gangs": "gangs|gang|rings|ring|groups|networks|syndicates",
    },
    "thing": {
        "firearms": ("firearms|guns|weapons|pistols|rifles|shotguns|revolvers|bullets|rounds|knives|grenades"),
        "arrests": (
            "arrests|convictions|charges|warrants|prosecutions|seizures|raids|operations|campaigns"
            "|inspections|tickets|fines"
        ),
        "vehicles": "vehicles|cars|motorcycles|motorbikes|trucks|boats|ships|vehicle|bicycles",
        "items": (
            "items|pills|tablets|packets|plants|phones|accounts|documents|cards|licences|licenses|permits"
            "|websites|businesses|households|violations|breaches|facilities|visits|entries|trips|doses"
            "|parcels"
        ),
    },
    "measure": {
        "kg": "kg|kilograms|kilogrammes|kilos|kgs",
        "g": "g|grams|grammes|gram",
        "tonnes": "tonnes|tons|litres|liters|pounds of",
    },
}

#: A number in front of these is never a claim on its own, unless a comparison says otherwise.
NOT_UNITS = phrases(
    "areas|criteria|districts|factors|levels|measures|phases|points|provinces|sides|solutions|steps|tasks|times|ways"
)
#: Behind a number these tell a change: `32 fewer than in 2021`; in front of one they are hedges.
THAN = {"fewer than": "-", "less than": "-", "lower than": "-", "more than": "+", "higher than": "+"}
#: Words that carry no subject.
STOP = phrases(
    "a|against|an|and|are|as|at|be|been|but|by|cases|compared|during|for|from|had|has|have|he|in|is|it|its"
    "|last|month|not|number|of|on|or|over|people|period|same|she|so|than|that|the|their|there|these|they"
    "|this|those|to|total|under|was|we|were|which|with|year"
)
