"""What is each city's own in a rehearsal: codes, streets, banks, names; all of it invented but the codes."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is a city's own; ``names`` go to the stories that have no rare name, in their order."""

    code: str
    area: str
    street: str
    other_code: str
    other_area: str
    other_street: str
    banks: tuple[str, ...]
    cards: str
    phone_loss_days: int | None
    web: bool
    unit: tuple[str, str] | None
    names: tuple[str, ...]


# Xinxiang's and Shishi's documents name their banks; Shangluo's says only 合作金融机构: assumed.
PLACES = {
    "xinxiang": Place(
        code="410702", area="红旗区", street="新乡市红旗区和平路演练小区 3 号楼",
        other_code="410782", other_area="辉县市", other_street="辉县市百泉镇演练村 12 号",
        banks=("中国建设银行",), cards="F450", phone_loss_days=None, web=False,
        unit=("4107029988", "新乡市演练瓷厂"),
        names=("郭建国", "马梓涵", "郑秀英", "吕志远", "陈嘉欣", "许国庆", "秦小满", "郑海涛", "马文博"),
    ),
    "shangluo": Place(
        code="611002", area="商州区", street="商洛市商州区演练路 5 号",
        other_code="611025", other_area="镇安县", other_street="镇安县永乐街道演练村 8 号",
        banks=("中国农业银行", "中国工商银行", "陕西信合"), cards="C611", phone_loss_days=7, web=True, unit=None,
        names=("党建军", "刘一诺", "冀桂芳", "南宏伟", "何咏诗", "屈正平", "余春燕", "冀永强", "刘卫东"),
    ),
    "shishi": Place(
        code="350581", area="石狮市", street="石狮市湖滨街道演练路 21 号",
        other_code="350581", other_area="晋江市", other_street="石狮市永宁镇演练村 6 号",
        banks=("中国工商银行石狮支行", "中国农业银行石狮支行"), cards="D350", phone_loss_days=None,
        web=False, unit=None,
        names=("蔡清河", "王语桐", "邱玉治", "卢志坚", "黄家欣", "施天赐", "吴丽真", "邱明辉", "王伟杰"),
    ),
}
