# Arguments: images, labels, layers, epochs, batch, rate.
import gzip, sys

import torch

print("imported", flush=True)
torch.set_num_threads(1)


def idx(path):
    with gzip.open(path) as file:
        content = file.read()
    dimensions = content[3]
    shape = [int.from_bytes(content[4 * i + 4 : 4 * i + 8], "big") for i in range(dimensions)]
    elements = bytearray(content[4 + 4 * dimensions :])
    return torch.frombuffer(elements, dtype=torch.uint8).reshape(shape)


images = idx(sys.argv[1]).flatten(1).float()
labels = idx(sys.argv[2]).long()
layers = [int(size) for size in sys.argv[3].split("-")]
epochs, batch = int(sys.argv[4]), int(sys.argv[5])
rate = float(sys.argv[6])

tests = torch.arange(len(labels)) % 5 == 4
inputs, targets = images[~tests], labels[~tests]
mean, deviation = inputs.mean(), inputs.std()
inputs = (inputs - mean) / deviation
test_inputs, test_targets = (images[tests] - mean) / deviation, labels[tests]
print("data", flush=True)

torch.manual_seed(1)
network = torch.nn.Sequential(
    torch.nn.Linear(layers[0], layers[1]), torch.nn.Tanh(), torch.nn.Linear(layers[1], layers[2])
)
optimizer = torch.optim.SGD(network.parameters(), lr=rate)
loss = torch.nn.CrossEntropyLoss()
for epoch in range(1, epochs + 1):
    order = torch.randperm(len(targets))
    for start in range(0, len(targets), batch):
        chosen = order[start : start + batch]
        optimizer.zero_grad()
        loss(network(inputs[chosen]), targets[chosen]).backward()
        optimizer.step()
    print("epoch", epoch, "of", epochs, flush=True)

with torch.no_grad():
    wrong = (network(test_inputs).argmax(1) != test_targets).float().mean().item()
print("test error:", 100 * wrong, "%", flush=True)
