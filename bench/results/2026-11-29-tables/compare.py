"""Errors of scikit-learn's MLP at its defaults on the files that GeneratedTableFiles writes: compare.py FOLDER"""

import sys
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
folder = sys.argv[1]


def errors(kind, scaled, seed, x, y, tested, wanted):
    model = MLPClassifier(random_state=seed) if kind == "CLASSES" else MLPRegressor(random_state=seed)
    model = make_pipeline(StandardScaler(), model) if scaled else model
    model.fit(x, y.ravel() if y.shape[1] == 1 else y)
    found = model.predict(tested).reshape(wanted.shape)
    if kind == "CLASSES":
        return [100 * np.mean(found != wanted)]
    return np.sqrt(np.mean((found - wanted) ** 2, axis=0))


for line in open(folder + "/ours.tsv"):
    number, name, kind, targets, ours, constant, linear = line.rstrip("\n").split("\t")
    k = int(targets)
    train, test = (np.loadtxt(f"{folder}/{number}-{part}.csv", delimiter=",", ndmin=2) for part in ("train", "test"))
    medians = [
        np.median([errors(kind, scaled, s, train[:, :-k], train[:, -k:], test[:, :-k], test[:, -k:]) for s in range(3)], axis=0)
        for scaled in (False, True)
    ]
    print(name, ours, constant, linear, *(list(map(float, m)) for m in medians), sep="\t", flush=True)
