"""Characters that older systems write in codes of private use, and what Unicode has for them since.

GBK (1995) has 80 hanzi and radicals, and GB 18030-2000 some stops, that Unicode did not have yet: systems of that time
keep them at U+E815 and after. GB 18030-2022 gives each its own place; the standards' tables are followed here.
"""

_ADDED = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
_STOPS = "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"  # for text written downwards
_FORMS = "\u303e\u2ff0\u2ff1\u2ff2\u2ff3\u2ff4\u2ff5\u2ff6\u2ff7\u2ff8\u2ff9\u2ffa\u2ffb"  # that describe hanzi
RENEWED: dict[int, str] = {
    start + place: char
    for start, chars in ((0xE815, _ADDED), (0xE78D, _STOPS), (0xE7C7, "ḿǹ"), (0xE7E7, _FORMS))
    for place, char in enumerate(chars)
}


def renewed(text: str) -> str:
    """The text with every such code as its character; other codes of private use stay: nobody knows what they mean."""
    return text.translate(RENEWED)
