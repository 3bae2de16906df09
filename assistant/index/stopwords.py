"""Words that carry no subject, folded: articles, pronouns, auxiliaries, prepositions and question words."""

from __future__ import annotations

from collections.abc import Mapping

_FRENCH = """
a ai aie aient ait ainsi alors as au aucun aucune aujourd'hui aura aurait auront aussi autre autres aux avaient
avait avant avec avez avoir avons ayant bien c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez
ci comme comment combien d dans de dela depuis des deux doit donc dont du elle elles en encore entre es est et
etaient etait etant ete etes etre eu eux fait faire faut fut furent hors ici il ils j je jusque l la laquelle le
lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me meme memes mes moi moins mon n ne ni nom non
nos notre nous on ont ou par parce parmi pas pendant peu peut peuvent plus plusieurs pour pourquoi pouvez puis
puisque qu quand quant que quel quelle quelles quelque quelques quels qui quoi s sa sans se selon sera seront ses si
sien soit son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton tous tout toute toutes tres tu un
une vers voici voila vos votre vous y
"""
_ENGLISH = """
a about above after again against all also am an and any are as at be because been before being below between both
but by can could did do does doing don't doesn't didn't isn't aren't wasn't can't won't it's that's what's done down
during each else ever few for from further get had has have having he her here hers him his how i if in into is it
its itself just may me might more most much must my no nor not of off on once one only or other our ours out over
own per same shall she should so some such than that the their theirs them then there these they this those through
to too under until up upon us very was we were what when where whether which while who whom whose why will with
within without would you your yours
"""

STOP_WORDS: Mapping[str, frozenset[str]] = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
