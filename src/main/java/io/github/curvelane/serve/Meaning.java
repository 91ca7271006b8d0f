package io.github.curvelane.serve;

import io.github.curvelane.data.Column;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * What the numbers of a model stand for: the names of its inputs and of its classes or targets, and
 * the scale of targets.
 *
 * @param columns the names of the inputs
 * @param outputs the names of the classes, or of the targets
 * @param classifies whether they are classes
 * @param means what a target has for 0, one a target
 * @param deviations what 1 is worth, one a target
 */
record Meaning(
    List<String> columns,
    List<String> outputs,
    boolean classifies,
    double[] means,
    double[] deviations) {
  /** Reads what a model says. */
  static Meaning of(Model<?> model) {
    List<String> columns = new ArrayList<>();
    for (Column column : model.columns()) {
      columns.addAll(column.inputs());
    }
    List<String> outputs = model.task().names();
    boolean classifies = model.task() instanceof Task.Classification;
    double[] means = new double[classifies ? 0 : outputs.size()];
    double[] deviations = new double[means.length];
    if (model.task() instanceof Task.Regression regression) {
      for (int j = 0; j < means.length; j++) {
        Target target = regression.targets().get(j);
        means[j] = target.mean();
        deviations[j] = target.deviation();
      }
    }
    return new Meaning(List.copyOf(columns), outputs, classifies, means, deviations);
  }
}
