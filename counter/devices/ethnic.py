"""The ethnic groups by their numbers (GB/T 3304), as cards write them and forms say them."""

_GROUPS = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜",
    "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳",
    "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米",
    "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔",
    "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip
_OTHERS = {"97": "其他", "98": "外国血统中国籍人士"}


def ethnic_group(number: str) -> str:
    """The group of this two-digit number; empty for a number that is none."""
    if number in _OTHERS:
        return _OTHERS[number]
    place = int(number) - 1 if number.isascii() and number.isdecimal() else -1
    return f"{_GROUPS[place]}族" if 0 <= place < len(_GROUPS) else ""


def number_of(group: str) -> str:
    """The two-digit number of this group; 97 for one that is not among them."""
    name = group.removesuffix("族")
    return f"{_GROUPS.index(name) + 1:02d}" if name in _GROUPS else "97"
