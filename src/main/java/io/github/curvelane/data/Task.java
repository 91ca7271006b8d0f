package io.github.curvelane.data;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.Shown;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a network is for, and so what its outputs stand for. Stored with a model. */
public sealed interface Task {
  /**
   * Returns the names of the classes, or of the targets.
   *
   * @return the names in the order of the network's outputs
   */
  List<String> names();

  /**
   * Tells classes apart. A network has an output for each; or for two classes a single one, which
   * is positive for the second.
   *
   * @param name the name of the column that has the class
   * @param classes the names of the classes, in the order of their labels
   */
  record Classification(String name, List<String> classes) implements Task {
    /**
     * Describes a task.
     *
     * @throws IllegalArgumentException if the name is empty, there is no class, two have one name
     *     or one is empty
     */
    public Classification {
      Objects.requireNonNull(classes, "classes");
      Objects.requireNonNull(name, "name");
      Names.require("name", name);
      classes = Names.distinct("classes", classes, text -> text);
    }

    /**
     * Describes a task by the names of its classes; their column is called {@code class}.
     *
     * @param classes the names of the classes, in the order of their labels
     * @return the task
     * @throws IllegalArgumentException if there is no class, two have one name or one is empty
     */
    public static Classification of(String... classes) {
      return new Classification("class", Arguments.list("classes", classes));
    }

    /**
     * Describes a task whose classes have no names but their labels.
     *
     * @param classes the number of classes, at least 1
     * @return the task; the names are {@code 0}, {@code 1} and so on
     * @throws IllegalArgumentException if {@code classes} is less than 1
     */
    public static Classification numbered(int classes) {
      return new Classification("class", Names.numbers(classes));
    }

    @Override
    public List<String> names() {
      return classes;
    }

    /** Returns the number of classes with the first names. */
    @Override
    public String toString() {
      return classes.size()
          + " classes of '"
          + Shown.text(name)
          + "' ("
          + Names.abridged(classes)
          + ")";
    }
  }

  /**
   * Predicts numbers, one an output.
   *
   * @param targets what they are, in the order of the outputs
   */
  record Regression(List<Target> targets) implements Task {
    /**
     * Describes a task.
     *
     * @throws IllegalArgumentException if there is no target or two have one name
     */
    public Regression {
      Objects.requireNonNull(targets, "targets");
      targets = Names.distinct("targets", targets, Target::name);
    }

    /**
     * Describes a task.
     *
     * @param targets what is predicted, in the order of the outputs
     * @return the task
     * @throws IllegalArgumentException if there is no target or two have one name
     */
    public static Regression of(Target... targets) {
      return new Regression(Arguments.list("targets", targets));
    }

    /**
     * Describes a task whose targets are as the network gives them, without names.
     *
     * @param targets the number of targets, at least 1
     * @return the task; the names are {@code 0}, {@code 1} and so on
     * @throws IllegalArgumentException if {@code targets} is less than 1
     */
    public static Regression numbered(int targets) {
      return new Regression(Names.numbers(targets).stream().map(Target::new).toList());
    }

    @Override
    public List<String> names() {
      return targets.stream().map(Target::name).toList();
    }

    /** Returns the number of targets with the first names. */
    @Override
    public String toString() {
      Stream<String> texts =
          targets.stream().map(t -> t.unit().isEmpty() ? t.name() : t.name() + " in " + t.unit());
      return targets.size() + " targets (" + Names.abridged(texts.toList()) + ")";
    }
  }
}
