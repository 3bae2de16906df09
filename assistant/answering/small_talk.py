"""Greetings, thanks, and questions about the assistant itself: answered at once, without looking anything up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from assistant.answering.texts import counted, joined, language_name, spoken, texts
from assistant.documents import Answer, DocumentInfo, Grounding, Sentence

_EXAMPLES = 5

# The whole message must be of the kind: "Bonjour, quels clusters … ?" is a question, not a greeting.
_COURTESY = r"(?:[\s,.!?;:…]|\b(?:s'il (?:te|vous) pla[iî]t|stp|svp|please|you|toi|vous|à tous|there|assistant)\b)*"
_HELLO = r"(?:bonjour|bonsoir|salut|coucou|bjr|slt|hello|hi|hey|good (?:morning|afternoon|evening))"
_FRENCH_WORDS = re.compile(
    r"\b(bonjour|bonsoir|salut|coucou|merci|au revoir|bientôt|ça va|quels?|qui|tu|vous|toi|que)\b", re.IGNORECASE
)
_ENGLISH_WORDS = re.compile(r"\b(hello|hi|hey|good|thanks?|bye|goodbye|how|what|who|you|which|can)\b", re.IGNORECASE)

_YOU_ARE_FR = r"(?:(?:tu es|t'es|vous êtes|c'est|espèce d[e'])\s?(?:une? |vraiment |trop |très |complètement )*)?"
_INSULT_FR = r"(?:nul(?:le)?s?|stupides?|bêtes?|idiote?s?|cons?|connards?|débiles?|inutiles?|crétine?s?|imbéciles?)"
_YOU_ARE_EN = r"(?:(?:you are|you're|this is|that is|that's|what an?)\s(?:an? |so |really |very |completely )*)?"
_INSULT_EN = r"(?:stupid|dumb|useless|idiots?|morons?|rubbish|crap|garbage|worthless|asshole)"

# A phrase a line.
_PHRASES = {
    "greeting": _HELLO,
    "thanks": r"""
        (?:un grand |grand )?merci(?: beaucoup| bien| à vous| à toi| infiniment)?
        merci(?: beaucoup| bien)? pour (?:ton|votre|ta|cette|l')\s?(?:aide|réponse)
        thanks?(?: you)?(?: very much| a lot| so much)?(?: for (?:your|the) (?:help|answer))?
        (?:parfait|super|ok(?:ay)?|great|perfect|d'accord|cheers)(?:[\s,.!]*(?:merci(?: beaucoup)?|thanks?(?: you)?))?
        """,
    "farewell": r"""
        au revoir
        à (?:bientôt|demain|plus)
        bonne (?:journée|soirée|nuit)
        have a (?:nice|good) (?:day|evening)
        bye(?: bye)?|goodbye|see you(?: soon)?
        """,
    "how_are_you": r"""
        (?:comment )?(?:ça|ca) va(?: bien)?
        comment (?:vas-tu|allez-vous)
        how are you(?: today| doing)?
        """,
    "who": r"""
        qui es[- ]tu|qui êtes[- ]vous|tu es qui|vous êtes qui
        (?:es-tu|êtes-vous|tu es|vous êtes) (?:une? )?(?:robot|humaine?|ia|machine|chatgpt|chatbot|vraie personne)
        qui (?:t'a|vous a) (?:créée?|faite?|conçue?|programmée?)
        (?:quel|sur quel) modèle (?:de langue )?(?:utilises-tu|utilisez-vous|es-tu|êtes-vous)
        comment (?:t'appelles-tu|vous appelez-vous)
        who are you|what are you|what(?: i|')s your name
        are you (?:(?:a |an )?(?:robot|human|ai|bot|machine|chatgpt|chatbot|real person))
        who (?:made|created|built|programmed) you
        (?:which|what) (?:language )?model (?:do you use|are you)
        """,
    "abilities": r"""
        que (?:sais|peux)[- ]tu faire(?: pour moi)?
        que (?:savez|pouvez)[- ]vous faire(?: pour moi)?
        qu'est-ce que (?:tu (?:sais|peux)|vous (?:savez|pouvez)) faire(?: pour moi)?
        à quoi (?:sers-tu|servez-vous)
        comment (?:ça marche|ça fonctionne|fonctionnes-tu|fonctionnez-vous)
        que puis-je (?:te |vous )?demander
        aide(?:[- ]moi)?|help(?: me)?|(?:j'ai besoin d'aide|i need help)
        (?:peux-tu|pouvez-vous|tu peux|vous pouvez) m'aider|can you help(?: me)?
        que (?:sais-tu|savez-vous)|what do you know
        (?:parles-tu|parlez-vous|tu parles|vous parlez) (?:bien )?(?:français|anglais)|do you speak (?:french|english)
        what can (?:you do|i ask(?: you)?|you (?:help|tell) me(?: with| about)?)(?: for me)?
        how do you work|how does (?:it|this) work
        """,
    "trust": r"""
        (?:peux-tu|pouvez-vous) (?:te|vous) tromper
        (?:est-ce que )?(?:je peux|puis-je|on peut) (?:te|vous) faire confiance
        (?:es-tu|êtes-vous|tu es|vous êtes) (?:sûre?|certaine?)
        (?:c'est faux|ta réponse est fausse|votre réponse est fausse|(?:tu te trompes|vous vous trompez))
        can i trust (?:you|this|your answers?)|are you sure|can you be wrong|do you make mistakes
        (?:that(?: i|')s|this is|your answer is|you are|you're) wrong
        """,
    "insult": rf"""
        {_YOU_ARE_FR}{_INSULT_FR}
        {_YOU_ARE_EN}{_INSULT_EN}(?: (?:bot|assistant|machine))?
        ta gueule|va te faire (?:foutre|voir)|merde|va chier
        (?:fuck(?: you| off)?|shut up|go to hell|screw you|you suck)
        """,
    "corpus": r"""
        (?:de )?quels documents (?:as-tu|avez-vous|connais-tu|connaissez-vous|y a-t-il)
        quels documents sont (?:là|disponibles|indexés)|quels documents (?:tu as|vous avez)
        (?:liste[rz]?|montre[rz]?|donne[rz]?)(?:[- ]moi)? (?:tes|vos|les|la liste (?:de tes|de vos|des)) documents
        (?:list|show)(?: me)? (?:your|the|all your|all the) documents
        d'où (?:viennent|proviennent) (?:tes|vos) (?:informations?|réponses|données)
        where does your (?:information|data) come from|where do your answers come from
        quelles sont (?:tes|vos) sources
        sur quoi (?:portent|reposent) (?:tes|vos) (?:réponses|documents)
        combien de documents (?:as-tu|avez-vous|connais-tu|y a-t-il)
        (?:what|which) documents (?:do you (?:have|know|use)|are (?:there|available|indexed))
        how many documents (?:do you have|are there)
        what documents do you know about|what are your sources|what(?: i|')s in (?:your|the) corpus
        """,
}


def _pattern(kind: str) -> re.Pattern[str]:
    phrases = "|".join(line.strip() for line in _PHRASES[kind].strip().splitlines())
    greeted = "" if kind == "greeting" else rf"(?:{_HELLO}[\s,!]*)?"
    return re.compile(rf"{greeted}{_COURTESY}(?:{phrases}){_COURTESY}", re.IGNORECASE)


_PATTERNS = {kind: _pattern(kind) for kind in _PHRASES}


def small_talk(question: str, language: str, documents: Mapping[str, DocumentInfo]) -> Answer | None:
    """The answer to a greeting, thanks or question about the assistant; None when ``question`` is another.

    ``documents`` is the catalogue by id, which questions about the corpus are answered from.
    """
    plain = " ".join(question.replace("’", "'").split())
    kind = next((kind for kind, pattern in _PATTERNS.items() if plain and pattern.fullmatch(plain)), None)
    if kind is None:
        return None
    language = _language(plain, language)
    words = texts(language)
    if kind == "corpus":
        said = _corpus(language, documents)
    elif kind == "abilities":
        said = words.abilities.format(count=counted(len(documents), "document", language))
    else:
        said = {
            "greeting": words.greeting, "thanks": words.thanks, "farewell": words.farewell,
            "how_are_you": words.how_are_you, "who": words.who, "trust": words.trust, "insult": words.insult,
        }[kind]  # fmt: skip
    return Answer(question, language, (Sentence(said, grounding=Grounding.FRAME),), confidence=1.0)


def _language(question: str, detected: str) -> str:
    """Detectors are unsure of two words; these messages are made of known ones."""
    french, english = _FRENCH_WORDS.search(question), _ENGLISH_WORDS.search(question)
    if french and not english:
        return "fr"
    if english and not french:
        return "en"
    return spoken(detected)


def _corpus(language: str, documents: Mapping[str, DocumentInfo]) -> str:
    if not documents:
        return texts(language).empty_corpus
    known = [document.metadata for document in documents.values()]
    kinds = Counter(metadata.kind for metadata in known if metadata.kind)
    parts = [counted(kinds[kind], kind, language) for kind in ("report", "job") if kinds[kind]]
    codes = [code for code, _ in Counter(m.language for m in known if m.language).most_common()]
    in_languages = joined([language_name(code, language) for code in codes], language)
    titles = list(dict.fromkeys(m.title for m in known))
    step = max(1, len(titles) // _EXAMPLES)
    return texts(language).corpus.format(
        count=counted(len(known), "document", language),
        kinds=f" ({joined(parts, language)})" if parts else "",
        languages=("," if parts else "") + (f" {'en' if language == 'fr' else 'in'} {in_languages}" if codes else ""),
        examples=" ; ".join(titles[::step][:_EXAMPLES]),
    )
