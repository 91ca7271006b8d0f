package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.nn.LayerDescription.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives the layers that normalise by the statistics of a batch means and variances of their own,
 * and takes them away again: in their descriptions, wherever these stand within others, in the
 * order of the network's nodes.
 */
final class FixedStatistics {
  private final double[] statistics;
  private int used;

  private FixedStatistics(double[] statistics) {
    this.statistics = statistics;
  }

  /** The same layers with statistics, all means and then all variances of each. */
  static <A> List<Layer> into(List<Layer> layers, Precision<A> precision, A statistics) {
    FixedStatistics fixed = new FixedStatistics(precision.toDoubles(statistics));
    List<Layer> made = new ArrayList<>();
    for (Layer layer : layers) {
      made.add(changed(layer, fixed.into(layer.describe())));
    }
    return made;
  }

  private LayerDescription into(LayerDescription description) {
    if (BatchNormalization.takesStatistics(description)) {
      int maps = BatchNormalization.maps(description);
      return description
          .with(BatchNormalization.MEAN, next(maps))
          .with(BatchNormalization.VARIANCE, next(maps));
    }
    return description.mapLayers(this::into);
  }

  private Numbers next(int maps) {
    used += maps;
    return new Numbers(List.of(maps), Arrays.copyOfRange(statistics, used - maps, used));
  }

  /** The same layers without. */
  static List<Layer> outOf(List<Layer> layers) {
    List<Layer> made = new ArrayList<>();
    for (Layer layer : layers) {
      made.add(changed(layer, outOf(layer.describe())));
    }
    return made;
  }

  private static LayerDescription outOf(LayerDescription description) {
    return description.kind().equals(BatchNormalization.KIND)
        ? description.without(BatchNormalization.MEAN).without(BatchNormalization.VARIANCE)
        : description.mapLayers(FixedStatistics::outOf);
  }

  private static Layer changed(Layer layer, LayerDescription description) {
    return layer.describe().equals(description) ? layer : Layer.of(description);
  }
}
