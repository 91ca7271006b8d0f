package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Part;
import java.util.ArrayList;
import java.util.List;

/** Standardises targets: whatever their unit, the network is trained on mean 0 and deviation 1. */
final class TargetScaling {
  private TargetScaling() {}

  /** Adds the scale of the training examples' targets to a task; of classes it stays as it is. */
  static Task fit(Task task, Part training) {
    if (!(task instanceof Task.Regression(List<Target> targets))) {
      return task;
    }
    int outputs = targets.size();
    double[] values = training.targets().orElseThrow();
    int[] labels = new int[values.length / outputs];
    Normalization fitted =
        Normalization.perFeature(
            Dataset.classification(Precision.DOUBLE, values, outputs, labels, 1), 0);
    double[] means = fitted.means();
    double[] scales = fitted.scales();
    List<Target> scaled = new ArrayList<>();
    for (int j = 0; j < outputs; j++) {
      Target target = targets.get(j);
      double deviation = scales[j] == 0 ? 0 : 1 / scales[j];
      scaled.add(new Target(target.name(), target.unit(), means[j], deviation));
    }
    return new Task.Regression(scaled);
  }
}
