"""The ten largest eigenvalues of a network's Hessian by SciPy's eigsh over PyTorch's double backward
on a kept graph, and LAPACK's syev. Prints one line of numbers by name for each argument.

Usage: eigsh.py CASE...; a case is a file of little-endian numbers: examples, inputs, hidden units,
outputs (int32), then inputs and parameters (float32) and labels (int32); or syev:N."""

import statistics
import sys
import time

import numpy
import scipy.linalg
import scipy.sparse.linalg

ROUNDS = 5


def syev(n):
    a = numpy.random.default_rng(1).standard_normal((n, n))
    a = a + a.T
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        scipy.linalg.eigh(a, driver="ev")
        times.append(time.perf_counter() - start)
    print("syev", n, statistics.median(times))


def eigsh(path):
    import torch

    torch.set_num_threads(1)
    with open(path, "rb") as file:
        examples, inputs, hidden, outputs = numpy.fromfile(file, "<i4", 4)
        x = torch.from_numpy(numpy.fromfile(file, "<f4", examples * inputs).reshape(examples, inputs))
        shapes = [(inputs, hidden), (hidden,), (hidden, outputs), (outputs,)]
        theta = [
            torch.from_numpy(numpy.fromfile(file, "<f4", int(numpy.prod(s))).reshape(s)).requires_grad_()
            for s in shapes
        ]
        labels = torch.from_numpy(numpy.fromfile(file, "<i4", examples).astype("int64"))
    units = 1.7159 * torch.tanh(2 / 3 * (x @ theta[0] + theta[1]))
    loss = torch.nn.functional.cross_entropy(units @ theta[2] + theta[3], labels)
    gradient = torch.autograd.grad(loss, theta, create_graph=True)
    sizes = [t.numel() for t in theta]
    made = 0

    def product(v):
        nonlocal made
        made += 1
        parts = torch.from_numpy(v.astype("float32").ravel()).split(sizes)
        parts = [p.reshape(t.shape) for p, t in zip(parts, theta)]
        image = torch.autograd.grad(gradient, theta, parts, retain_graph=True)
        return torch.cat([i.reshape(-1) for i in image]).numpy()

    n = sum(sizes)
    matrix = scipy.sparse.linalg.LinearOperator((n, n), matvec=product, dtype="float32")
    times = []
    for _ in range(ROUNDS + 1):
        made = 0
        start = time.perf_counter()
        values = scipy.sparse.linalg.eigsh(
            matrix, k=10, which="LA", tol=1e-6, v0=numpy.random.default_rng(1).standard_normal(n).astype("f4"),
            return_eigenvectors=False)
        times.append(time.perf_counter() - start)
    # The first one warms up.
    print("eigsh", statistics.median(times[1:]), made, *sorted(values.tolist(), reverse=True))


for case in sys.argv[1:]:
    if case.startswith("syev:"):
        syev(int(case[5:]))
    else:
        eigsh(case)
