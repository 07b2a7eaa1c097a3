"""What others have published on the tasks, as they report it; GPUs and language models behind most of it."""

from collections.abc import Mapping

__all__ = ["PUBLISHED"]

PUBLISHED: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "opendialkg": {
        "UniCRS": {"all_recall@1": 0.308, "all_recall@10": 0.513, "all_recall@50": 0.574},
        "ChatGPT": {"all_recall@1": 0.310, "all_recall@10": 0.539},
    },
    "redial": {
        "GPT-4": {"new_recall@1": 0.050, "new_recall@10": 0.201},
        "ReFICR-7B": {"new_recall@10": 0.213, "new_recall@50": 0.465},
        "UniCRS": {"new_recall@1": 0.024, "new_recall@10": 0.180, "new_recall@50": 0.335},
    },
    "inspired": {"GPT-4": {"new_recall@1": 0.066, "new_recall@10": 0.185}},
    "ml-100k": {
        "BiVAE": {"ndcg@10": 0.475, "map@10": 0.146},
        "BPR": {"ndcg@10": 0.442, "map@10": 0.133},
        "LightGCN": {"ndcg@10": 0.420, "map@10": 0.089},
    },
    "kgcn-music": {"KGCN": {"auc": 0.796, "f1": 0.721}, "KGNN-LS": {"auc": 0.805}},
    "explanations": {"best per property, on ML-1M": {"lir": 0.67, "sep": 0.41, "etd": 0.20}},
}
"""Task to system to metric. Sources: iEvaLM (Wang et al., EMNLP 2023), He et al. (CIKM 2023), ReFICR (2024), Microsoft
Recommenders, KGCN (WWW 2019), KGNN-LS (KDD 2019), Balloccu et al. (SIGIR 2022)."""
