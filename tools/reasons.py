"""Why an installation can fail, each reason as one sentence that says what to do."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHEELHOUSE = ROOT / "wheelhouse"

FULL = ("No space left", "Disk quota exceeded")
LOCKED = ("Read-only file system", "Permission denied")
ALTERED = ("DO NOT MATCH THE HASHES",)
NETWORK = (
    "Failed to establish",
    "NameResolution",
    "Temporary failure",
    "Max retries",
    "timed out",
    "ProxyError",
)


class InstallError(Exception):
    """The environment could not be made; the text says why and what to do."""


def reason(text: str) -> str:
    """Turn the words of pip or of the system into one sentence."""
    if any(sign in text for sign in FULL):
        return "磁盘已满，安装没有完成。请腾出至少 300 MB，再运行一次。"
    if any(sign in text for sign in LOCKED):
        return f"文件夹 {ROOT} 不能写入。请把程序放到当前用户可写的文件夹，再运行一次。"
    if any(sign in text for sign in ALTERED):
        where = "wheelhouse 里的文件" if WHEELHOUSE.is_dir() else "下载到的程序库"
        return f"{where}与锁定的校验值不符，已拒绝安装。请删除后重新取得（./run --wheelhouse），再运行一次。"
    if any(sign in text for sign in NETWORK):
        return (
            "连不上软件源，这里也没有 wheelhouse 文件夹。请接通网络再运行一次；"
            "或在能上网的同类机器上运行 ./run --wheelhouse，把 wheelhouse 文件夹拷到程序文件夹里。"
        )
    if missing := re.search(
        r"(?:No matching distribution found for|satisfies the requirement) ([^ ;]+)", text
    ):
        where = "wheelhouse 里" if WHEELHOUSE.is_dir() else "软件源里"
        name = missing[1]
        return (
            f"{where}没有适合本机的 {name}。请在同一版本的系统上运行 ./run --wheelhouse，把 wheelhouse 拷来。"
        )
    last = (text.strip().splitlines() or ["没有说明"])[-1]
    return f"安装没有完成（{last}）。请再运行一次；仍不行时，把这句话交给维护人员。"
