package io.github.curvelane.serve;

import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Model;
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
    List<String> columns =
        model.columns().stream().flatMap(column -> column.inputs().stream()).toList();
    return switch (model.task()) {
      case Task.Classification(String _, List<String> classes) ->
          new Meaning(columns, classes, true, new double[0], new double[0]);
      case Task.Regression(List<Target> targets) ->
          new Meaning(
              columns,
              model.task().names(),
              false,
              targets.stream().mapToDouble(Target::mean).toArray(),
              targets.stream().mapToDouble(Target::deviation).toArray());
    };
  }
}
