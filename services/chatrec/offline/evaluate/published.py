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
    "lastfm": {
        "UNICORN": {"sr@15": 0.535, "turns": 11.82, "hdcg": 0.175},
        "SCPR": {"sr@15": 0.465, "turns": 12.86},
    },
    "lastfm_star": {
        "UNICORN": {"sr@15": 0.788, "turns": 7.58, "hdcg": 0.349},
        "SCPR": {"sr@15": 0.709, "turns": 8.43},
    },
    "explanations": {"best per property, on ML-1M": {"lir": 0.67, "sep": 0.41, "etd": 0.20}},
    "banking77": {
        "BERT, tuned": {"accuracy": 0.9366},
        "USE + ConveRT": {"accuracy": 0.9336},
        "TF-IDF + SVM": {"accuracy": 0.9117},
    },
    "crosswoz": {
        "BERTNLU, 5,012 dialogues": {"act_f1": 0.9553},
        "RuleDST, annotated acts": {"joint_state": 0.713},
        "TRADE": {"joint_state_unaided": 0.3608},
    },
    "clinc150": {"BERT": {"in_scope_accuracy": 0.967, "oos_recall": 0.592}},
}
"""Task to system to metric. Sources: iEvaLM (Wang et al., EMNLP 2023), He et al. (CIKM 2023), ReFICR (2024), Microsoft
Recommenders, KGCN (WWW 2019), KGNN-LS (KDD 2019), UNICORN (SIGIR 2021), Balloccu et al. (SIGIR 2022),
Casanueva et al. (NLP4ConvAI 2020), Larson et al. (EMNLP 2019),
Zhu et al. (TACL 2020)."""
