package io.github.curvelane.serve;

import io.github.curvelane.io.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the numbers of a model stand for: the names of its columns and of its classes or targets,
 * and the scale of targets. The only place that knows how a model stores them, which is in its
 * notes.
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
  private static final String TASK = "task";
  private static final String CLASSES = "classification";
  private static final String VALUES = "regression";
  private static final String COLUMN = "input";
  private static final String OUTPUT = "output";
  private static final String MEAN = "target.mean";
  private static final String DEVIATION = "target.deviation";

  /** Classes by name. */
  static Meaning ofClasses(List<String> columns, List<String> classes) {
    return new Meaning(columns, classes, true, new double[0], new double[0]);
  }

  /** Targets by name. */
  static Meaning ofTargets(
      List<String> columns, List<String> targets, double[] means, double[] deviations) {
    return new Meaning(columns, targets, false, means, deviations);
  }

  /** Reads what a model says, and numbers what it has no names for. */
  static Meaning of(Model<?> model) {
    Map<String, String> notes = model.notes();
    int inputs = model.network().inputs();
    int outputs = model.network().outputs();
    boolean classifies =
        notes.getOrDefault(TASK, model.loss().isForNumbers() ? VALUES : CLASSES).equals(CLASSES);
    List<String> columns = names(notes, COLUMN, inputs);
    if (classifies) {
      boolean sign = outputs == 1 && !Losses.isSoftmax(model.loss());
      return ofClasses(columns, names(notes, OUTPUT, sign ? 2 : outputs));
    }
    List<String> targets = names(notes, OUTPUT, outputs);
    return ofTargets(
        columns, targets, numbers(notes, MEAN, outputs, 0), numbers(notes, DEVIATION, outputs, 1));
  }

  private static List<String> names(Map<String, String> notes, String what, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(notes.getOrDefault(key(what, i), String.valueOf(i)));
    }
    return List.copyOf(names);
  }

  private static double[] numbers(
      Map<String, String> notes, String what, int count, double otherwise) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      String text = notes.get(key(what, i));
      numbers[i] = text == null ? otherwise : number(key(what, i), text);
    }
    return numbers;
  }

  private static double number(String key, String text) {
    double number = Double.NaN;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // Refused below, like a number that is not finite.
    }
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "the model's note " + key + " is '" + text + "', must be a finite number");
    }
    return number;
  }

  /** Returns the notes that say this. */
  Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(TASK, classifies ? CLASSES : VALUES);
    put(notes, COLUMN, columns);
    put(notes, OUTPUT, outputs);
    put(notes, MEAN, Arrays.stream(means).mapToObj(Double::toString).toList());
    put(notes, DEVIATION, Arrays.stream(deviations).mapToObj(Double::toString).toList());
    return notes;
  }

  private static void put(Map<String, String> notes, String what, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      notes.put(key(what, i), values.get(i));
    }
  }

  private static String key(String what, int index) {
    return String.format(Locale.ROOT, "%s.%05d", what, index);
  }
}
