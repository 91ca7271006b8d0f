package io.github.curvelane.io;

import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.data.Task.Classification;
import io.github.curvelane.data.Task.Regression;
import io.github.curvelane.internal.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tasks as JSON; the means and deviations of targets are tensors. */
final class TaskDescriptions {
  private static final String KIND = "kind";
  private static final String NAME = "name";
  private static final String UNIT = "unit";
  private static final String CLASSES = "classes";
  private static final String TARGETS = "targets";
  private static final String CLASSIFICATION = "classification";
  private static final String REGRESSION = "regression";

  /** A task is called so in messages, and in the notes of version 1. */
  private static final String TASK = "task";

  private TaskDescriptions() {}

  static String write(Task task) {
    return JsonFields.write(
        json -> {
          json.beginObject().name(KIND);
          switch (task) {
            case Classification classification -> {
              json.value(CLASSIFICATION).name(NAME).value(classification.name());
              JsonFields.write(json, CLASSES, classification.classes());
            }
            case Regression regression -> {
              json.value(REGRESSION).name(TARGETS).beginArray();
              for (Target target : regression.targets()) {
                json.beginObject().name(NAME).value(target.name());
                if (!target.unit().isEmpty()) {
                  json.name(UNIT).value(target.unit());
                }
                json.endObject();
              }
              json.endArray();
            }
          }
          json.endObject();
        });
  }

  /**
   * Reads what {@link #write} wrote; targets have mean 0 and deviation 1.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Task read(String text) {
    JsonFields fields = JsonFields.object(text, TASK);
    String kind = fields.text(KIND);
    Task task =
        switch (kind) {
          case CLASSIFICATION -> new Classification(fields.text(NAME), fields.texts(CLASSES));
          case REGRESSION -> new Regression(targets(fields));
          default ->
              throw new IllegalArgumentException(
                  "a task is of the unknown kind '" + Shown.text(kind) + "'");
        };
    fields.requireNoMore();
    return task;
  }

  private static List<Target> targets(JsonFields task) {
    List<Target> targets = new ArrayList<>();
    for (JsonFields fields : task.objects(TARGETS)) {
      targets.add(new Target(fields.text(NAME), fields.optionalText(UNIT).orElse(""), 0, 1));
      fields.requireNoMore();
    }
    return targets;
  }

  /** Returns targets with their means and deviations. */
  static Regression scaled(Regression task, double[] means, double[] deviations) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      Target target = task.targets().get(i);
      targets.add(new Target(target.name(), target.unit(), means[i], deviations[i]));
    }
    return new Regression(targets);
  }

  /**
   * Takes the task out of the notes of a model in version 1, where the program wrote {@code task}
   * and the names of classes or targets as {@code output.00000} and so on.
   *
   * @return the model with the task; the same model if its notes say anything else
   */
  static <A> Model<A> fromNotes(Model<A> model) {
    Map<String, String> notes = new TreeMap<>(model.notes());
    String kind = String.valueOf(notes.remove(TASK));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < model.network().outputs(); i++) {
      names.add(notes.remove(String.format(Locale.ROOT, "output.%05d", i)));
    }
    if (names.contains(null)) {
      return model;
    }
    try {
      Task task =
          switch (kind) {
            case CLASSIFICATION -> new Classification("class", names);
            case REGRESSION -> new Regression(names.stream().map(Target::new).toList());
            default -> null;
          };
      return task == null ? model : model.withTask(task).withNotes(notes);
    } catch (IllegalArgumentException e) {
      return model; // Names that nothing can have now, such as two that are equal, stay notes.
    }
  }
}
