package io.github.curvelane.prune;

import io.github.curvelane.ParameterRange;
import java.util.BitSet;
import java.util.List;

/** Whole units of some layers. */
final class UnitCandidates implements Candidates {
  private final List<Units> layers;

  UnitCandidates(List<Units> layers) {
    this.layers = layers;
  }

  @Override
  public String name() {
    return "units behind "
        + String.join(", ", layers.stream().map(units -> units.incoming().name()).toList());
  }

  @Override
  public int count() {
    return layers.stream().mapToInt(Units::count).sum();
  }

  /** One unit, and where its parameters are. */
  private record Unit(Units layer, int number) {
    int incoming(int input) {
      return layer.incoming().from() + input * layer.count() + number;
    }

    int inputs() {
      return layer.incoming().fanIn();
    }

    int outputs() {
      ParameterRange outgoing = layer.outgoing();
      return (outgoing.to() - outgoing.from()) / layer.count();
    }

    int outgoing(int output) {
      return layer.outgoing().from() + number * outputs() + output;
    }
  }

  private Unit unit(int candidate) {
    int number = candidate;
    int l = 0;
    while (number >= layers.get(l).count()) {
      number -= layers.get(l).count();
      l++;
    }
    return new Unit(layers.get(l), number);
  }

  /** Added in the order of the parameters. */
  @Override
  public double saliency(double[] saliency, int candidate) {
    Unit unit = unit(candidate);
    double sum = 0;
    for (int i = 0; i < unit.inputs(); i++) {
      sum += saliency[unit.incoming(i)];
    }
    for (int o = 0; o < unit.outputs(); o++) {
      sum += saliency[unit.outgoing(o)];
    }
    return sum;
  }

  @Override
  public boolean isPruned(BitSet pruned, int candidate) {
    Unit unit = unit(candidate);
    for (int i = 0; i < unit.inputs(); i++) {
      if (!pruned.get(unit.incoming(i))) {
        return false;
      }
    }
    for (int o = 0; o < unit.outputs(); o++) {
      if (!pruned.get(unit.outgoing(o))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void prune(BitSet pruned, int candidate) {
    Unit unit = unit(candidate);
    for (int i = 0; i < unit.inputs(); i++) {
      pruned.set(unit.incoming(i));
    }
    unit.layer().bias().ifPresent(bias -> pruned.set(bias.from() + unit.number()));
    for (int o = 0; o < unit.outputs(); o++) {
      pruned.set(unit.outgoing(o));
    }
  }
}
