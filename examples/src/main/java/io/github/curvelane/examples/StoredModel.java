package io.github.curvelane.examples;

import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Content;
import io.github.curvelane.examples.input.Part;
import io.github.curvelane.examples.input.TableOptions;
import io.github.curvelane.examples.input.TableSchema;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a stored model knows about data. */
final class StoredModel {
  /** Notes of a model: where class or targets stood in the table, and whether it named columns. */
  static final String PLACES = "table.places";

  static final String NAMED = "table.named";

  /** The class that most of the training examples are of. */
  static final String COMMONEST = "commonest";

  private StoredModel() {}

  /** Returns the columns that a table must have. */
  static TableSchema schema(Model<?> model, boolean wantsTruth, TableOptions options) {
    String places = model.notes().get(PLACES);
    boolean named = Boolean.parseBoolean(model.notes().getOrDefault(NAMED, "false"));
    List<Integer> at =
        places == null
            ? List.of(model.columns().size())
            : Arrays.stream(places.split(",")).map(Integer::valueOf).toList();
    return new TableSchema(model.columns(), model.task(), at, named, wantsTruth, options);
  }

  static boolean isClassification(Model<?> model) {
    return model.task() instanceof Task.Classification;
  }

  /**
   * Returns examples for a model to be tried on: classes get the numbers that they have in the
   * model, which knows them by name.
   *
   * @throws UserException if the data do not fit the model
   */
  static Part fitting(Model<?> model, Content content, Part part) {
    requireFit(model, content, part);
    if (!isClassification(model) || content.task().names().equals(model.task().names())) {
      return part;
    }
    List<String> names = content.task().names();
    int[] numbers = new int[names.size()];
    Arrays.setAll(numbers, c -> model.task().names().indexOf(names.get(c)));
    int[] labels = part.labels().orElseThrow().clone();
    for (int i = 0; i < labels.length; i++) {
      if (numbers[labels[i]] < 0) {
        throw new UserException(
            "the data have the class '"
                + MalformedDataException.shown(names.get(labels[i]))
                + "', which the model does not know");
      }
      labels[i] = numbers[labels[i]];
    }
    return new Part(
        part.inputs(), Optional.of(labels), Optional.empty(), part.ids(), part.groups());
  }

  private static void requireFit(Model<?> model, Content content, Part part) {
    boolean classes = part.labels().isPresent();
    int outputs = content.task().names().size();
    if (part.inputs().features() != model.network().inputs()
        || (!classes && outputs != model.task().names().size())
        || classes != isClassification(model)) {
      throw new UserException(
          "the data (%d features, %s) do not fit the model, which is for %d features and %s"
              .formatted(
                  part.inputs().features(),
                  content.task(),
                  model.network().inputs(),
                  model.task()));
    }
  }
}
